from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genevolve.agent.planner.history import PictureFound, TextFound, read_history
from genevolve.models.policy import Message
from genevolve.records import Role

CALL = '<think>why</think>\n<tool_call>{"name": "%s", "arguments": %s}</tool_call>'


def conversation(*later: tuple[Role, str]) -> list[Message]:
    start = [Message(Role.SYSTEM, "system"), Message(Role.USER, "a giraffe")]
    return start + [Message(role, text) for role, text in later]


def response(text: str) -> tuple[Role, str]:
    return (Role.USER, f"<tool_response>\n{text}\n</tool_response>")


def test_the_request_is_the_first_message_of_the_user() -> None:
    history = read_history(conversation())
    assert (history.request, history.num_turns, history.final_step) == ("a giraffe", 0, False)


def test_texts_are_read_back_by_query_with_titles_and_snippets() -> None:
    body = (
        "Query: spotify colour\n[1] Spotify — brand card\nurl: https://x.org\nThe colour is #1DB954.\n"
        "[2] Deezer\nNo colour.\n\nQuery: nothing known\nNo results."
    )
    call = (Role.ASSISTANT, CALL % ("search", '{"queries": ["spotify colour", "nothing known"]}'))
    history = read_history(conversation(call, response(body)))
    assert history.texts_for("Spotify colour") == (
        TextFound("Spotify — brand card", "The colour is #1DB954.", "https://x.org"),
        TextFound("Deezer", "No colour."),
    )
    assert history.texts_for("nothing known") == ()
    assert history.has_searched("the colours of spotify")
    assert history.has_searched("nothing known")
    assert not history.has_pictured("spotify colour")


def test_the_compact_view_is_read_back_as_well() -> None:
    body = "Query: opening of the Halv Tower\n[1] Halv Tower: opened: 1922; city: Halv\n[2] Tower: A tower is tall."
    skill = "Skill: text_rendering. A wooden sign carries the text."
    history = read_history(conversation(response(body), response(skill)))
    assert history.texts_for("opening of the Halv Tower") == (
        TextFound("Halv Tower", "opened: 1922; city: Halv"),
        TextFound("Tower", "A tower is tall."),
    )
    assert history.skills == {"text_rendering"}


def test_pictures_are_read_back_with_their_ids() -> None:
    first = "IMG_001: Flag of Chad | OpenMoji | CC BY-SA 4.0 | blue yellow red"
    body = f"Query: flag of Chad\n{first}\nIMG_002: Flag of Romania"
    call = (Role.ASSISTANT, CALL % ("image_search", '{"query": "flag of Chad"}'))
    history = read_history(conversation(call, response(body)))
    assert history.pictures_for("flag of Chad") == (
        PictureFound("IMG_001", "Flag of Chad", "OpenMoji | CC BY-SA 4.0 | blue yellow red"),
        PictureFound("IMG_002", "Flag of Romania"),
    )


def test_a_skill_counts_as_read_only_when_its_text_came_back() -> None:
    call = (Role.ASSISTANT, CALL % ("query_knowledge", '{"skill_name": "text_rendering"}'))
    refused = read_history(conversation(call, response("Error: query_knowledge: no such skill")))
    assert (refused.skills, refused.opened) == (set(), {"text_rendering"})
    assert refused.errors == ["query_knowledge: no such skill"]
    assert read_history(conversation(call, response("Skill: text_rendering\n# Lettering\n…"))).skills == {
        "text_rendering"
    }


def test_the_final_step_is_noticed_but_not_when_a_result_merely_says_so() -> None:
    assert read_history(conversation((Role.USER, "This is your final step: answer."))).final_step
    assert not read_history(conversation(response("Query: q\n[1] The final step\nA film."))).final_step


@given(st.lists(st.tuples(st.sampled_from(list(Role)), st.text(max_size=80)), max_size=6))
def test_no_messages_crash_the_reader(messages: list[tuple[Role, str]]) -> None:
    read_history([Message(role, text) for role, text in messages])


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_response_crashes_the_reader(head: str, body: str) -> None:
    read_history(conversation(response(f"Query: {head}\n[1] {body}\nIMG_001: {body}\n{body}")))
    read_history(conversation((Role.ASSISTANT, f"<tool_call>{body}</tool_call>"), response(body)))
