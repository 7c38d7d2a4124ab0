"""What stored feedback may not be."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F, Q

from goalchain.goals.offences import Finding
from goalchain.lib.text import storable
from goalchain.products.models import Product

from .models import Evidence, Feedback


def feedback_offences(product: Product) -> Iterator[Finding]:
    """The rules of feedback and of what it speaks for. Two queries."""
    found = Feedback.objects.filter(Q(product=product) | Q(about__product=product)).annotate(
        number=F("about__number"), of_goal=F("about__product")
    )
    for feedback in found.order_by("pk"):
        number = feedback.number or 0
        if feedback.product_id != product.pk or (feedback.about_id and feedback.of_goal != product.pk):
            products = f"{feedback}: {feedback.product_id}, goal {feedback.of_goal}"
            yield number, "feedback and the goal that it is about are of one product", products
        if not feedback.text.strip():
            yield number, "feedback says something", feedback.pk
        if bool(feedback.answer) != (feedback.answered_at is not None):
            yield number, "an answer to feedback has its time", feedback
        if feedback.aside_reason and feedback.put_aside_at is None:
            yield number, "a reason to put feedback aside is kept while it is aside", feedback
        if feedback.version < 1:
            yield number, "a version of feedback counts from 1", f"{feedback}: {feedback.version}"
        for name in ("text", "name", "source", "segment", "answer", "aside_reason"):
            text = getattr(feedback, name)
            try:
                storable(text)
            except ValidationError as error:
                yield number, "text can be stored in every database", error.messages[0]
    evidence = Evidence.objects.filter(Q(product=product) | Q(goal__product=product) | Q(feedback__product=product))
    for row in evidence.annotate(
        number=F("goal__number"), of_goal=F("goal__product"), of_feedback=F("feedback__product")
    ).order_by("pk"):
        if not row.product_id == row.of_goal == row.of_feedback == product.pk:
            products = f"{row.product_id}, goal {row.of_goal}, feedback {row.of_feedback}"
            yield row.number, "feedback and the goals that it speaks for are of one product", products
