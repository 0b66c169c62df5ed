"""Own sentences, one or a few for each rule of the reader: text, and what must come out.

Nothing here is from the gold data. A row is (rule, text, source, cue, content, act, polarity, certainty, voice).
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What one claim of a small text must be."""

    rule: str
    text: str
    source: str
    cue: str
    content: str
    act: str
    polarity: str = "+"
    certainty: str = "CT"
    voice: str = "official"


ROWS = (
    Row("clause", "The minister said on Monday that the bridge was safe.", "The minister", "said", "that the bridge was safe", "assert"),
    Row("clause", "The envoy confirmed only that talks had begun.", "The envoy", "confirmed", "that talks had begun", "assert"),
    Row("clause", "Marta Hale, who worked at the mint until she fled, believes the notes are forged.",
        "Marta Hale, who worked at the mint until she fled", "believes", "the notes are forged", "believe", voice="insider"),
    Row("clause", "Residents feared that the dam would break.", "Residents", "feared", "that the dam would break", "believe", "+", "PS", "writer"),
    Row("clause", "The ministry denied that grain had been sold.", "The ministry", "denied", "that grain had been sold", "deny", "-"),
    Row("clause", "She did not say whether the ship had sailed.", "She", "did not say", "whether the ship had sailed", "assert", "?", "U", "unknown"),
    Row("clause/after", "The bridge is safe, the minister said.", "the minister", "said", "The bridge is safe", "assert"),
    Row("clause/after", '"The bridge is safe," the minister said.', "the minister", "said", '"The bridge is safe,"', "assert"),
    Row("clause/inside", "The bridge, the minister said, is safe.", "the minister", "said", "The bridge|is safe", "assert"),
    Row("clause", "Residents who fled in May said that the hall was empty.", "Residents who fled in May", "said", "that the hall was empty", "assert", voice="unknown"),
    Row("clause", "Mary told reporters that the dam leaks.", "Mary", "told", "that the dam leaks", "assert", voice="unknown"),
    Row("clause", "It is something that the unions say they cannot bear.", "the unions", "say", "they cannot bear", "assert", "-", voice="unknown"),
    Row("clause/headline", "Border court rules worship of old gods is lawful", "Border court", "rules", "worship of old gods is lawful", "assert"),
    Row("quote", 'The church denied the charges: "She was free to leave at any time."', "The church", ":", '"She was free to leave at any time."', "assert", voice="unknown"),
    Row("clause/after", 'The bishop called for calm: "Go home and wait," he said.', "he", "said", '"Go home and wait,"', "assert", voice="unknown"),
    Row("clause/that", "Professor Ida Lund argued in a commentary that the cabinet is trying to win time.", "Professor Ida Lund", "argued",
        "that the cabinet is trying to win time", "assert", voice="expert"),
    Row("as/picture", "The minutes tell a different story.", "The minutes", "tell", "a different story", "assert", voice="document"),
    Row("as", "They met at the canal, which he views as a prize.", "he", "views", "the canal|a prize", "believe", voice="writer"),
    Row("frame/accuse/unowned", "The firm has been accused of ignoring warnings.", "", "has been accused", "The firm|of ignoring warnings", "assert", voice="writer"),
    Row("frame/urge", "The union has called for the plant to be closed.", "The union", "has called for", "the plant to be closed", "propose", voice="unknown"),
    Row("declined", "The minister has not commented on the plan.", "The minister", "has not commented on", "the plan", "assert", "?", "U"),
    Row("frame/reject", "The ministry did not deny the visit.", "The ministry", "did not deny", "the visit", "deny", "?", "U"),
    Row("frame/reject", "The ministry ruled out any release.", "The ministry", "ruled out", "any release", "deny", "-"),
    Row("headline/colon", "Officials: no talks are planned\n\nThe officials did not say more than that on the day of the talks.", "Officials", ":",
        "no talks are planned", "assert", "-"),
    Row("clause/clear", "The premier has made clear that he will stay.", "The premier", "has made clear", "that he will stay", "assert"),
    Row("clause/participle", "The envoy left the room, saying that the talks had failed.", "The envoy", "saying", "that the talks had failed", "assert"),
    Row("quote", 'The senator described the plan: "It is a lie told twice."', "The senator", "described", '"It is a lie told twice."', "assert"),
    Row("clause/after", '"We are ready to talk," the envoy told the station. "There is no secret list of names."',
        "the envoy", "told", '"We are ready to talk,"|"There is no secret list of names."', "assert"),
    Row("according", "According to two people familiar with the plan, the port will close.",
        "two people familiar with the plan", "According to", "the port will close", "forecast", voice="anonymous"),
    Row("according", "The port is closed, according to Jan Weber, a researcher at the Harbour Institute.",
        "Jan Weber, a researcher at the Harbour Institute", "according to", "The port is closed", "assert", voice="expert"),
    Row("in-view", "In her view, the port must close.", "her", "In her view", "the port must close", "believe", voice="writer"),
    Row("as", "The cabinet regards the island as a prize.", "The cabinet", "regards", "the island as a prize", "believe", voice="writer"),
    Row("as", "The ministry described the film as a forgery.", "The ministry", "described", "the film as a forgery", "assert"),
    Row("as", "The ministry dismissed the report as a fairy tale.", "The ministry", "dismissed", "the report as a fairy tale", "deny", "-"),
    Row("passive", "The island is seen by Tessaly as a prize.", "Tessaly", "is seen", "The island is seen by Tessaly as a prize", "believe", voice="writer"),
    Row("passive/unowned", "The island is widely seen as a prize.", "", "is widely seen", "The island is widely seen as a prize", "believe", voice="writer"),
    Row("small", "The senator called the offer a trick.", "The senator", "called", "the offer a trick", "assert"),
    Row("frame/accuse", "The president accused the rebels of stealing wheat.", "The president", "accused", "the rebels of stealing wheat", "assert"),
    Row("infinitive", "The prince wants to buy time.", "The prince", "wants", "to buy time", "want", voice="writer"),
    Row("infinitive", "The prince promised to free the prisoners.", "The prince", "promised", "to free the prisoners", "promise"),
    Row("infinitive", "The mediators expect both sides to sign.", "The mediators", "expect", "both sides to sign", "believe", voice="writer"),
    Row("frame/urge", "The envoy urged the rebels to accept.", "The envoy", "urged", "the rebels to accept", "propose"),
    Row("want", "The prince wants his brother back because of the war.", "The prince", "wants", "his brother back", "want", voice="writer"),
    Row("intention", "The prince has no intention of leaving.", "The prince", "has no intention of", "leaving", "intend", "-", voice="writer"),
    Row("frame/welcome", "The union welcomed the announcement.", "The union", "welcomed", "the announcement", "assert", voice="writer"),
    Row("frame/reject", "The ministry denied any role in the fire.", "The ministry", "denied", "any role in the fire", "deny", "-"),
    Row("frame/reject", "The ministry denies planning a second test.", "The ministry", "denies", "planning a second test", "deny", "-"),
    Row("frame/urge", "The bishop called for a truce.", "The bishop", "called for", "a truce", "propose", voice="unknown"),
    Row("frame/warn", "The bishop warned of a long war.", "The bishop", "warned of", "a long war", "forecast", voice="unknown"),
    Row("frame/reject/by", "The report was denied by the ministry.", "the ministry", "was denied", "The report", "deny", "-"),
    Row("declined", "The ministry declined to comment on the fire.", "The ministry", "declined to comment on", "the fire", "assert", "?", "U"),
    Row("adjective", "The prince is not convinced that the truce will hold.", "The prince", "is not convinced", "that the truce will hold", "believe", "-", voice="writer"),
    Row("noun", "The prince's belief that the truce will hold is sincere.", "The prince", "belief", "that the truce will hold", "believe", voice="writer"),
    Row("noun/unowned", "It is fear that fuels the belief that the truce will fail.", "", "belief", "that the truce will fail", "believe", voice="writer"),
    Row("frame/concern", "The union voiced doubts about the plan.", "The union", "voiced doubts about", "the plan", "believe", "-", voice="unknown"),
    Row("telling", "Despite recent statements from Tessaly suggesting indifference to the vote, the talks go on.",
        "recent statements from Tessaly", "suggesting", "indifference to the vote", "assert", "-", "PR"),
    Row("showing", "Photographs taken by fishermen appear to show a tower.", "Photographs taken by fishermen", "appear to show", "a tower", "assert", "+", "PR", "document"),
    Row("clause", "Satellite images show that the lake fell.", "Satellite images", "show", "that the lake fell", "assert", voice="document"),
    Row("unowned", "It is believed that the prince is ill.", "", "is believed", "that the prince is ill", "believe", "+", "CT", "writer"),
    Row("writer/likely", "The prince is likely to leave the city.", "The prince", "is likely to leave", "the city", "forecast", "+", "PR", "writer"),
    Row("writer/unclear", "It remains unclear whether the list exists.", "", "remains unclear", "whether the list exists", "assert", "?", "U", "writer"),
    Row("writer/unclear", "Whether the list exists is an open question.", "", "is an open question", "Whether the list exists", "assert", "?", "U", "writer"),
    Row("writer/forecast", "The truce may fail within a month.", "", "may fail", "The truce may fail within a month", "forecast", "+", "PS", "writer"),
    Row("writer/mark", "The truce, in other words, is dead.", "", "in other words", "The truce, in other words, is dead", "assert", voice="writer"),
    Row("writer/bare", "The channel did not name the man.", "", "did not name", "The channel did not name the man", "assert", "-", voice="writer"),
    Row("writer/bare", "The island has no water.", "", "has", "The island has no water", "assert", "-", voice="writer"),
    Row("credit", "The burning dam at night. Image: Anna Berg.", "Anna Berg", "Image", "The burning dam at night", "assert", voice="unknown"),
)  # fmt: skip
