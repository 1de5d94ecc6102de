"""Words of `resources/services.toml` that are shown, for the catalogue."""

from __future__ import annotations

from navigator_app.i18n import N_

TITLES = (
    N_("Screening and assessment"),
    N_("Housing support plan and crisis plan"),
    N_("Housing search, options, accommodation requests"),
    N_("Applications, documents, advocacy"),
    N_("Landlord education and engagement"),
    N_("Benefits and resources for one-time costs"),
    N_("Transportation for housing"),
    N_("Early signs that put the home at risk"),
    N_("Rights and duties of tenant and landlord"),
    N_("Coaching on the landlord relationship"),
    N_("Coordination with landlord and case managers"),
    N_("Disputes, repayment, plan against risks"),
    N_("Benefits advocacy, SSI"),
    N_("Annual housing recertification"),
    N_("Health and safety visit, habitability"),
    N_("Independent living and life skills, budgeting"),
    N_("Security deposit"),
    N_("Utility set-up fees and arrears"),
    N_("First month of utilities"),
    N_("First and last month’s rent"),
    N_("Pest eradication and cleaning before moving in"),
)
"""Titles of the components, in the file's order."""

ROLES = (
    N_("Transportation to appointments"),
    N_("Going along to appointments"),
    N_("Income, Medi-Cal benefits and their forms"),
    N_("Food, clothing, basic needs"),
    N_("Link to mental health and substance use services"),
    N_("Employment and education"),
    N_("Budgeting and money management"),
    N_("Legal issues and referrals"),
    N_("Life skills, family reunification, crises"),
)
"""Titles of the roles beside ECM."""

LIMITS = (
    N_("Housing appointments; medical ones are the ECM provider’s"),
    N_("Social services and housing"),
    N_("If with the member"),
    N_("Coordinate with ECM, unless it is an emergency"),
    N_("HNTSS provider"),
)
"""What bounds the roles."""
