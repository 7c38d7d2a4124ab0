import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import goalchain.lib.text


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0001_initial"),
        ("products", "0005_one_active_goal"),
        ("roadmap", "0002_features"),
    ]

    operations = [
        migrations.AddField(
            model_name="releasegoal",
            name="version_name",
            field=models.CharField(blank=True, default="", max_length=40, validators=[goalchain.lib.text.storable]),
        ),
        migrations.AddField(
            model_name="productgoal",
            name="active_for",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="active_product_goal",
                to="products.product",
            ),
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shipped_on", models.DateField()),
                (
                    "result",
                    models.TextField(
                        validators=[
                            goalchain.lib.text.storable,
                            django.core.validators.MaxLengthValidator(4000),
                        ]
                    ),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[
                            goalchain.lib.text.storable,
                            django.core.validators.MaxLengthValidator(4000),
                        ],
                    ),
                ),
                ("links", models.JSONField(blank=True, default=list)),
                (
                    "value",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[
                            goalchain.lib.text.storable,
                            django.core.validators.MaxLengthValidator(4000),
                        ],
                    ),
                ),
                (
                    "beneficiary",
                    models.CharField(blank=True, default="", max_length=200, validators=[goalchain.lib.text.storable]),
                ),
                (
                    "effect",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[
                            goalchain.lib.text.storable,
                            django.core.validators.MaxLengthValidator(4000),
                        ],
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "goal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checkpoint",
                        to="roadmap.releasegoal",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="products.product"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result", ""), _negated=True), name="checkpoint_has_a_result"
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="checkpoint_version_from_1"),
                ],
            },
        ),
    ]
