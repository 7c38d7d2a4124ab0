import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import goalchain.lib.text
import goalchain.metrics.verbs.asking
import goalchain.metrics.verbs.assuming
import goalchain.metrics.verbs.checking_in


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0001_initial"),
        ("metrics", "0001_initial"),
        ("products", "0004_quiet_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assumption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("statement", models.CharField(max_length=500, validators=[goalchain.lib.text.storable])),
                (
                    "test",
                    models.TextField(
                        blank=True,
                        validators=[goalchain.lib.text.storable, django.core.validators.MaxLengthValidator(1000)],
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("holds", "Holds"), ("refuted", "Refuted"), ("dropped", "Dropped")],
                        default="open",
                        max_length=7,
                    ),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        validators=[goalchain.lib.text.storable, django.core.validators.MaxLengthValidator(2000)],
                    ),
                ),
                ("settled_in", models.PositiveBigIntegerField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assumptions", to="goals.goal"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assumptions", to="products.product"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
            bases=(goalchain.metrics.verbs.assuming.Assumable, models.Model),
        ),
        migrations.CreateModel(
            name="AssumptionTest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assumption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tests", to="metrics.assumption"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tested_assumptions", to="goals.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "confidence",
                    models.CharField(
                        choices=[("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track")],
                        max_length=9,
                    ),
                ),
                ("sentence", models.CharField(max_length=500, validators=[goalchain.lib.text.storable])),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="check_ins", to="goals.goal"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="check_ins", to="products.product"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
            bases=(goalchain.metrics.verbs.checking_in.Sayable, models.Model),
        ),
        migrations.CreateModel(
            name="CheckInRhythm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("since", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "goal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="check_in_rhythm", to="goals.goal"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_in_rhythms",
                        to="products.product",
                    ),
                ),
            ],
            bases=(goalchain.metrics.verbs.asking.Askable, models.Model),
        ),
        migrations.CreateModel(
            name="Upholding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("settled_in", models.PositiveBigIntegerField()),
                (
                    "reason",
                    models.TextField(
                        validators=[goalchain.lib.text.storable, django.core.validators.MaxLengthValidator(1000)]
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "assumption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="upholdings", to="metrics.assumption"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="upholdings", to="goals.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="assumption",
            index=models.Index(fields=["goal", "id"], name="assumption_by_goal"),
        ),
        migrations.AddIndex(
            model_name="assumption",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("state", "refuted")),
                fields=["product", "goal"],
                name="assumption_refuted",
            ),
        ),
        migrations.AddConstraint(
            model_name="assumption",
            constraint=models.CheckConstraint(
                condition=models.Q(("statement", ""), _negated=True), name="assumption_states_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="assumption",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "holds", "refuted", "dropped"])),
                name="assumption_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assumption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["holds", "refuted"]), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="assumption_is_proven_by_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="assumption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_in", None), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_in__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="assumption_is_settled_exactly_when_not_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="assumptiontest",
            constraint=models.UniqueConstraint(
                fields=("assumption", "goal"), name="a_sprint_goal_tests_an_assumption_once"
            ),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["goal", "-at", "-id"], name="check_in_by_goal"),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["on_track", "at_risk", "off_track"])),
                name="check_in_confidence_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("sentence", ""), _negated=True), name="check_in_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="check_in_version_counts_from_1"
            ),
        ),
        migrations.AddIndex(
            model_name="checkinrhythm",
            index=models.Index(fields=["product", "due_on"], name="check_in_due"),
        ),
        migrations.AddConstraint(
            model_name="checkinrhythm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days", None), ("due_on", None)),
                    models.Q(("days__gte", 1), ("days__isnull", False), ("days__lte", 366), ("due_on__isnull", False)),
                    _connector="OR",
                ),
                name="check_in_is_due_exactly_with_a_rhythm",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkinrhythm",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on", None), ("due_on__gt", models.F("since")), _connector="OR"),
                name="check_in_is_due_after_it_is_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="upholding",
            constraint=models.UniqueConstraint(
                fields=("assumption", "goal", "settled_in"), name="a_goal_is_upheld_once_for_a_refutation"
            ),
        ),
        migrations.AddConstraint(
            model_name="upholding",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="upholding_gives_a_reason"
            ),
        ),
    ]
