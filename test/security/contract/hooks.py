"""
What Schemathesis needs to know of our API that no JSON Schema says: values of formats that have a check character or a library behind
them, ids of what there is, what must not be done to a cloud that others use, and what is refused for its content and not for its shape.
Every exclusion stands here, or in schemathesis.toml, with its reason.

From the environment: SCHUTZBRIEF_KNOWN, JSON: ids by the name that they have in paths and bodies.
"""

import json
import os
import re

import schemathesis
from hypothesis import strategies as st

KNOWN = json.loads(os.environ["SCHUTZBRIEF_KNOWN"])

# --- Formats -----------------------------------------------------------------------------------------------------------------------

# Assigned characters that are neither control, format, private, nor line and paragraph separators: what `\p{C}`, `\p{Zl}`, `\p{Zp}` exclude.
# The basic plane only, and what Unicode had long ago: newer characters are not known to every Python and Node alike.
visible = st.characters(max_codepoint=0x2FFF, exclude_categories=["C", "Zl", "Zp", "M"])
digits = st.text("0123456789", min_size=8, max_size=8)


def one_line(text):
    """Spaces around are taken off, and nothing may be left of it."""
    return f"a{text}z"


def iban(account):
    """A German IBAN with the check digits of ISO 13616: modulo 97, letters as two digits each (D is 13, E is 14)."""
    return f"DE{98 - int(account + '131400') % 97:02}{account}"


def ticket_number(drawn):
    """With its check character, as shared/tickets/ticket-number.ts defines it: a polynomial over GF(32) that vanishes at α."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    times_alpha = lambda value: (value << 1) ^ (0b100101 if value & 16 else 0)
    characters, value = f"26{drawn}", 0
    for character in characters:
        value = times_alpha(value) ^ alphabet.index(character)
    characters += alphabet[times_alpha(value)]
    return f"{characters[:2]}-{characters[2:6]}-{characters[6:]}"


schemathesis.openapi.format("one-line", st.text(visible, max_size=60).map(one_line))
schemathesis.openapi.format("lines", st.text(st.one_of(visible, st.just("\n")), max_size=60).map(one_line))
schemathesis.openapi.format("iban", st.text("0123456789", min_size=18, max_size=18).map(iban))
schemathesis.openapi.format("mobile-number", digits.map(lambda number: f"+49151{number}"))
schemathesis.openapi.format("phone-number", digits.map(lambda number: f"+4922{number}"))
schemathesis.openapi.format("insurance-number", st.text("ABCXYZ0123456789", min_size=6, max_size=20))
schemathesis.openapi.format("ticket-number", st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=7, max_size=7).map(ticket_number))
schemathesis.openapi.format("email", st.text("abcdefghijk0123456789", min_size=1, max_size=40).map(lambda name: f"{name}@example.org"))

# --- What there is -----------------------------------------------------------------------------------------------------------------

is_id = re.compile(r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}")
is_topic = re.compile(r"(?=.{1,60}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
is_code = re.compile(r"(?=.{1,40}$)[a-z]+(-[a-z]+)*")


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Of two ids that are well formed one is of something that there is: otherwise nothing is ever found."""
    named = {name: known_or(name, value) for name, value in (path_parameters or {}).items()}
    # Feedback is found with whoever gave it. Elsewhere members of staff are made up: the departure of one that there is could be recorded.
    return {**named, "agentId": KNOWN["openedBy"]} if named.get("feedbackId") == KNOWN["feedbackId"] else named


def known_or(name, value):
    form = {"topicName": is_topic, "moduleCode": is_code}.get(name, is_id)
    well_formed = isinstance(value, str) and form.fullmatch(value)
    return KNOWN[name] if well_formed and name in KNOWN and value[-1].upper() in "02468ACEGJMPRTWY" else value


# --- What must not be done to a cloud in which other tests are at work --------------------------------------------------------------


def is_skill(entry):
    return isinstance(entry, dict) and entry.get("skill") in ("claims", "service", "health") and entry.get("level") in range(1, 6)


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict):
        return body
    match context.operation.definition.raw.get("operationId"):
        # A run is of everybody's data, and the stage lets it pretend that it is another year.
        case "startDeletionRun" if body.get("dryRun") is False:
            return {**body, "dryRun": True}
        # A rule that acts would act on other tests' tickets.
        case "addRule" | "changeRule" if body.get("active") is True:
            return {**body, "active": False}
        # A clerk with skills is given other tests' tickets.
        case "registerAgent" if body.get("role") == "agent" and isinstance(body.get("skills"), list):
            return {**body, "skills": [] if all(is_skill(entry) for entry in body["skills"]) else body["skills"]}
    return {name: known_or(name, value) for name, value in body.items()}


# --- Refusals of valid requests that are not about their shape ----------------------------------------------------------------------

# Why a request that fits the schema may be a 400 all the same, by what it is told.
CONTENT = {
    r"asks for more than .* lines: .*": "depends on what is stored",
    r"lies .*": "what is in time depends on the day, and on what is stored",
    r"is no agent|is no ticket|is no customer, .*|is the customer in whose file it is|is not of a payout|is no interaction of this ticket|is no task of this ticket|has not the skill .*|has nobody else who has the skill .*|has no clerks, or there is no such team|has it already|(is away|is absent today|has no login yet): .*|are not for tickets that tell of health.*|is not chosen for tickets that tell of health.*|there is no verified address for this channel": "depends on what is stored",
    r"(is missing: )?must be a postal code of [A-Z]{2}.*": "each country has its own; the reference names the rule",
    r"has (letters|characters) that our letters cannot print.*": "what the letters' fonts have is no pattern of a sensible length",
    r"needs an e-mail contact point; without one there is none": "how somebody logs in goes with their contact points",
    r"has braces that .*|has a placeholder that .*|has \{\{.*|has nothing to say .*|takes no placeholders.*": "which placeholders there are the reference says in words",
    r"is needed: this text module closes the ticket": "depends on what is stored",
    r"needs a condition on `kind`.*|is no field of (tickets|the template).*|is no [a-z ]+ on tickets of the kind .*|cannot be asked of this field.*": "which fields there are depends on the kinds that another condition names",
    r"is needed by .*|does not go with .*|has a word that this field never has.*|can hold of no kind of ticket|must be a value of the sort .*|does not fit the field: .*": "what goes with what, conditions and actions of a rule say together; the reference says it in words",
    r"or remove is needed.*|names a tag that is added by the same rule|is there already: .*|must come last: .*": "actions of a rule are looked at together",
    r"is no text module.*|is retired: .*|names the clerk, .*|is not for tickets of the kind .*|is no clerk who works here|has nobody who could do that.*": "depends on what is stored",
    r"is taken|is there already|needs \{\{.*|must be one of .*|must be a column of .*|must be of .*|must be an amount, .*|must have \d cells, .*|is not required: .*|needs a column of text .*|(does not follow|follows) a table.*": "what goes with what in a letter module the reference says in words",
    r"are for agents only": "skills of an officer: the reference says it in words",
    r"this stage runs for today only": "depends on the stage",
    r"is not what a report of this kind asks for": "which kind it is stands in the path, and OpenAPI has no word for a body that depends on it",
    r"needs exactly one of insuranceNumber, email, phone, ticketNumber": "OpenAPI has no word for which parameters of a query go together",
    r"does not go with number|does not go with unread.*|of what is unread is by the last message|of what nobody has is by opening.*|is for `mine` only.*|is of another list": "the same",
}


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops a refusal of a valid request if each of its problems is one of those; a request that is refused for its shape stays a failure."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code != 400:
        return True
    problems = [error["problem"] for error in response.json().get("errors", [])]
    return not problems or not all(any(re.fullmatch(said, problem) for said in CONTENT) for problem in problems)
