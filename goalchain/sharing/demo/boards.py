"""The vision boards of the demo."""

from .telling import ToldEntry

BIKE_BOARD = (
    ToldEntry("target_group", "Commuters who need the bike every working day"),
    ToldEntry("target_group", "Parents whose bikes carry the children"),
    ToldEntry("target_group", "Independent workshops with one to five mechanics"),
    ToldEntry("needs", "Hand the bike over and have it back on the same day", (2,)),
    ToldEntry("needs", "Know the price before the work begins", (2,)),
    ToldEntry("needs", "Trust a workshop that one has never seen", (6,)),
    # No user goal answers this one yet.
    ToldEntry("needs", "Ride on while the bike is away"),
    ToldEntry("product", "A slot booked in a minute, at any hour"),
    ToldEntry("product", "The state of the bike at a glance, as it changes"),
    ToldEntry("product", "One price, agreed before and paid in the app"),
    ToldEntry("competitors", "The shop on the corner, by phone"),
    ToldEntry("competitors", "Mobile mechanics who come to the door"),
    ToldEntry("revenue", "A share of each booking"),
    ToldEntry("revenue", "A monthly fee for workshops with several branches"),
    ToldEntry("cost_factors", "Bringing each workshop on board"),
    ToldEntry("cost_factors", "Payment fees and refunds"),
    ToldEntry("channels", "A card that each workshop hands out"),
    ToldEntry("channels", "Employers who lease bikes to their people"),
)

EAT_BOARD = (
    ToldEntry("target_group", "Adults who want to weigh less and have tried before"),
    ToldEntry("target_group", "People whose doctor has warned them of diabetes"),
    ToldEntry("needs", "Eat less without being hungry or counting", (2,)),
    ToldEntry("needs", "Know which of today's meals raise the risk", (3,)),
    ToldEntry("needs", "Keep the weight off once it is lost", (2,)),
    ToldEntry("product", "A photo of the plate is all that has to be entered"),
    ToldEntry("product", "Advice for the next meal, not for the last one"),
    ToldEntry("product", "Weight and steps come from the devices that people own"),
    ToldEntry("competitors", "Calorie counters that ask for every gram"),
    ToldEntry("competitors", "Diet plans in books and magazines"),
    ToldEntry("revenue", "A subscription for personal advice"),
    ToldEntry("revenue", "Health insurers who pay for prevention"),
    ToldEntry("cost_factors", "Nutritionists who check the advice"),
    ToldEntry("cost_factors", "Recognising food on photos"),
    ToldEntry("channels", "Doctors who recommend it"),
    ToldEntry("channels", "App stores"),
)
