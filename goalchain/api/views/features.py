"""/api/v1/features/ and one feature of a product goal."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.goals import levels
from goalchain.goals.fetch import goal_or_404
from goalchain.products.changes import change
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product
from roadmap.features import FEATURE_LENGTH, Feature
from roadmap.models import ProductGoal

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..bodies import GoalKeyText
from ..fields import Body, Text, Whole, checked
from ..filters import FeatureFilter, filtered
from ..parsing import require_match
from ..roadmap_words import FEATURE_COLUMNS, features_of
from ..schema import ETAG, FEATURE_QUERY, IF_MATCH, PAGING
from ..schema_words import page_of


class FeatureChange(Body):
    """Other words for a feature, another place."""

    elsewhere = {
        "product": "A feature stays in its product.",
        "goal": "A feature stays with its goal: remove it and add another.",
    }
    text = Text(max_length=FEATURE_LENGTH, allow_blank=False, required=False)
    before = Whole(
        allow_null=True, required=False, help_text="The id of the feature before which it is to stand; null: last."
    )


class NewFeature(Body):
    """A new feature at the end of the list of a product goal."""

    goal = GoalKeyText()
    text = Text(max_length=FEATURE_LENGTH, allow_blank=False)


def visible_features(request: Asked) -> Any:
    """The features in the caller's products, without the removed ones."""
    return Feature.objects.kept().filter(product__in=Product.objects.visible_to(request.user))


def editable_feature(request: Asked, pk: int) -> Feature:
    """The feature, for whoever may edit product goals. Two queries."""
    feature = visible_features(request).select_related("goal", "product").filter(pk=pk).first()
    if feature is None:
        raise Http404(f"There is no feature {pk} that you may see.")
    membership_or_404(request.user, feature.product.key).access.require_edit(levels.PRODUCT)
    feature.goal.product = feature.product
    return feature


def answer_feature(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The feature as it is stored now, with its ETag. One query."""
    (told,) = features_of(list(Feature.objects.filter(pk=pk).values_list(*FEATURE_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/features/{pk}/") if status == 201 else None
    return answer(told, status=status, etag=str(told["version"]), location=where)


@extend_schema(tags=["features"])
class Features(ApiView):
    """The features of product goals."""

    @extend_schema(
        operation_id="list_features",
        parameters=[*FEATURE_QUERY, *PAGING],
        responses={200: page_of(shapes.FEATURE)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Features of the caller's products, oldest first. Their order is in the `details` of the goal."""
        return page(request, filtered(FeatureFilter, request, visible_features(request)), FEATURE_COLUMNS, features_of)

    @extend_schema(operation_id="make_feature", request=NewFeature, parameters=[ETAG], responses={201: shapes.FEATURE})
    def post(self, request: Asked) -> HttpResponse:
        """Add a feature at the end of the list of a product goal."""
        words = checked(NewFeature, request.data)
        goal = goal_or_404(request.user, words["goal"])
        goal.access.require_edit(goal.level)
        if not isinstance(goal, ProductGoal):
            raise ValidationError(
                {"goal": [f"{goal.key} is a {goal.label.lower()}; only product goals have features."]}
            )
        feature = Feature.add(goal, words["text"], by=request.user)
        return answer_feature(request, feature.pk, status=201)


@extend_schema(tags=["features"])
class OneFeature(ApiView):
    """One feature. Its ETag is its version."""

    @extend_schema(operation_id="read_feature", parameters=[ETAG], responses={200: shapes.FEATURE})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One feature of a product goal."""
        rows = list(visible_features(request).filter(pk=pk).values_list(*FEATURE_COLUMNS))
        if not rows:
            raise Http404(f"There is no feature {pk} that you may see.")
        (told,) = features_of(rows)
        return answer(told, etag=str(told["version"]))

    @extend_schema(
        operation_id="change_feature",
        request=FeatureChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.FEATURE},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Change what the body names; all of it is one change."""
        feature = editable_feature(request, pk)
        require_match(request, str(feature.version))
        words = checked(FeatureChange, request.data)
        before = None
        if words.get("before") is not None:
            before = feature.neighbours().filter(pk=words["before"]).first()
            if before is None:
                raise ValidationError({"before": [f"There is no feature {words['before']} in this list."]})
        with change(feature.product, request.user) as begun:
            if "text" in words:
                feature.reword(words["text"], by=request.user, version=feature.version, within=begun)
            if "before" in words:
                feature.reorder(before=before, by=request.user, within=begun)
        return answer_feature(request, pk)

    @extend_schema(operation_id="remove_feature", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int) -> HttpResponse:
        """Take the feature from its list."""
        feature = editable_feature(request, pk)
        require_match(request, str(feature.version))
        feature.remove(by=request.user, version=feature.version)
        return HttpResponse(status=204)
