from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0004_quiet_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="one_active_goal",
            field=models.BooleanField(default=True),
        ),
    ]
