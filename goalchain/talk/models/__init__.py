"""What people said, and which goals it speaks for. Nothing that only one level has enters here."""

from .evidence import Evidence
from .feedback import ANSWER_LENGTH, REASON_LENGTH, TEXT_LENGTH, WORD_LENGTH, Feedback, shortened

__all__ = ["ANSWER_LENGTH", "REASON_LENGTH", "TEXT_LENGTH", "WORD_LENGTH", "Evidence", "Feedback", "shortened"]
