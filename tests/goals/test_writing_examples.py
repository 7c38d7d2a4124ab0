"""Goals as teams write them, of many trades: the rules leave the good ones alone and notice the others."""

import pytest

from goalchain.goals.writing.catalogue import advise
from goalchain.goals.writing.wording import Wording

GOOD = """
vision: Everyone can afford to heat their home
vision: Put joy in kids' hearts and a smile on parents' faces
vision: Organise the world's information and make it universally accessible and useful
vision: Accelerate the world's transition to sustainable energy
vision: Help people and businesses reach their full potential
vision: A world where anyone can belong anywhere
vision: No patient waits for a diagnosis
vision: Learning is a joy for every child
vision: Small farms thrive and feed their region
user: Patients see a doctor within two days
user: Parents know that their children are safe on the way to school
user: Freelancers spend less than an hour a month on taxes
user: Teachers prepare a lesson in ten minutes
user: Sleep through the night
user: Find a flat without paying an agent
user: Pay bills on time without thinking about it
business: Win a quarter of the German market
business: Reduce churn below 2% a month
business: Become profitable by the end of 2027
business: Open a second source of revenue
business: Cut the cost of a support case by half
business: Enter the Spanish market
product: 60% of new customers place an order within a week
product: Drivers find a free charging point at the first try
product: Retain three of four pupils beyond the trial month
product: Acquire 10,000 active households
product: Clinics schedule appointments without phone calls
product: Half of all invoices are paid without a reminder
product: Reduce the time to onboard a workshop from two weeks to one day
product: Users keep their streak for 30 days
product: Increase the share of repeat buyers to 40%
product: Monthly active teams grow by 10% each month
release: Customers return a parcel without printing a label
release: Nurses hand over a ward in five minutes
release: Guests check in and out without a key
release: Readers listen to articles offline
release: Sellers see what they earned and when it is paid out
release: Administrators recover deleted files themselves
release: Households compare two tariffs and switch
release: Beta users import their data
sprint: We know why one in three visitors leaves the basket
sprint: Validate that nurses can scan wristbands with gloves on
sprint: Learn whether parents trust the bus times
sprint: Reduce the risk that the import loses data
sprint: The import survives a file of one million rows
sprint: Test users complete a payment without help
sprint: Find out if users are willing to share personal information
sprint: Prove that the new engine handles a thousand bookings a minute
sprint: Two pilot customers work a whole day with the new planner
sprint: The first ten orders go through end to end
sprint: Support closes a case without asking the developers
sprint: Release a first version to the test group
sprint: A rider books, moves and cancels a slot
sprint: The team can deploy on its own
sprint: Visitors can search by date and place
sprint: Customers sign in with their bank account
sprint: Payments and refunds show up in the ledger
sprint: Doctors and nurses see the same list of patients
product: Mehr Werkstätten nehmen online Buchungen an
sprint: Les utilisateurs réservent et paient en ligne
product: Schools and parents plan trips together
"""

DOUBTFUL = """
vision: Be the number one platform for recruiting
vision: An AI-powered assistant for lawyers
vision: A mobile app that lets people track their food
user: Better user experience
user: More convenient and faster shopping
business: Increase revenue and reduce costs
business: Growth
business: Improve brand awareness
product: Launch version 2.0
product: Improve performance
product: Improve onboarding and increase retention
product: New checkout
product: Build a recommendation engine
product: Mobile app
product: Enhance user engagement
release: Search, filters, and favourites
release: Implement SSO, audit log and roles
release: Release 3
release: Payment
release: Version 1.2
sprint: Finish as much as we can
sprint: Complete all stories in the sprint backlog
sprint: Fix bugs and improve performance
sprint: SHOP-12, SHOP-13, SHOP-19
sprint: Work on the login
sprint: Continue with the API
sprint: Create database schema and implement endpoints
sprint: Refactoring
sprint: Bug fixing
sprint: Login page, registration page and password reset
sprint: Complete 40 story points
sprint: API integration
sprint: Try to get the import working
sprint: Set up CI and write documentation
sprint: Deploy to production
sprint: As a user I want to reset my password
sprint: Users can log in and admins can manage users
sprint: Build login; test payment
"""


def wordings(text: str) -> list[tuple[str, str]]:
    """Level and title of each line."""
    return [(level, title) for level, _, title in (line.partition(": ") for line in text.strip().splitlines())]


@pytest.mark.parametrize(("level", "title"), wordings(GOOD))
def test_a_good_goal_is_left_alone(level: str, title: str) -> None:
    assert [advice.message for advice in advise(Wording(title, level=level))] == []


@pytest.mark.parametrize(("level", "title"), wordings(DOUBTFUL))
def test_a_doubtful_one_is_noticed(level: str, title: str) -> None:
    assert advise(Wording(title, level=level))
