"""What people say about goals: so far the feedback of those who use the product or follow it.

Feedback is evidence: it comes in from outside (by a shared page, say), a product owner answers it, and it is attached
to the goals that it speaks for. What only one level has stays out of here.
"""
