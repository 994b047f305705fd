"""Every action of the application as data: its words, key, icon, and the use case that it needs.

To add one, add a line to ``ACTIONS`` below. A page's action names the page and the method that does it: with scope
``PAGE`` it exists while that page is shown; with scope ``NEW`` it stands in the New menu and in Ctrl+K from everywhere,
and opens the page first.
"""

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.desk import UseCase


class Scope(Enum):
    """Where an action can be reached."""

    FRAME = "Everywhere"
    NEW = "New"
    PAGE = "This page"


@dataclass(frozen=True)
class Action:
    """One thing the user can do.

    ``runs`` is a method of the main window (``FRAME``) or of the page named ``page``. ``needs`` is a use case, written
    ``services.disruptions.record``; whoever may not do it sees the action switched off. ``icon`` is a name of
    ``ui.theme.icons``; ``says`` explains in a sentence what ``text`` leaves open.
    """

    id: str
    text: str
    scope: Scope
    runs: str
    page: str = ""
    key: str = ""
    icon: str = ""
    needs: str = ""
    says: str = ""

    @property
    def words(self) -> str:
        """The text without the mnemonic's ampersand."""
        return self.text.replace("&", "")


def _frame(id: str, text: str, runs: str, key: str = "", icon: str = "", says: str = "") -> Action:
    return Action(f"frame.{id}", text, Scope.FRAME, runs, key=key, icon=icon, says=says)


def _disruptions(id: str, text: str, runs: str, key: str, icon: str, needs: str, says: str) -> Action:
    needed = f"services.{needs}" if needs else ""
    return Action(f"disruptions.{id}", text, Scope.PAGE, runs, "disruptions", key, icon, needed, says)


def _ocgs(id: str, text: str, runs: str, key: str, icon: str, needs: str, says: str) -> Action:
    needed = f"services.{needs}" if needs else ""
    return Action(f"ocgs.{id}", text, Scope.PAGE, runs, "ocgs", key, icon, needed, says)


def _people(id: str, text: str, runs: str, key: str, icon: str, needs: str, says: str) -> Action:
    return Action(f"people.{id}", text, Scope.PAGE, runs, "people", key, icon, f"services.people.{needs}", says)


def _intelligence(id: str, text: str, runs: str, key: str, icon: str, needs: str, says: str) -> Action:
    needed = f"services.intelligence.{needs}" if needs else ""
    return Action(f"intelligence.{id}", text, Scope.PAGE, runs, "intelligence", key, icon, needed, says)


def _moderation(id: str, text: str, runs: str, key: str, icon: str, needs: str, says: str) -> Action:
    return Action(
        f"moderation.{id}", text, Scope.PAGE, runs, "moderation", key, icon, f"services.moderation.{needs}", says
    )


def _page(page: str, id: str, text: str, runs: str, key: str, icon: str, needs: str, says: str) -> Action:
    return Action(f"{page}.{id}", text, Scope.PAGE, runs, page, key, icon, needs, says)


ACTIONS: tuple[Action, ...] = (
    _frame("find", "Find or do anything…", "open_palette", "Ctrl+K", "search", "Finds records and actions by name."),
    _frame("primary", "Do the page's own work…", "run_primary", "Ctrl+N", "add", "Presses the page's blue button."),
    _frame("filter", "Find in this page", "find_in_page", "Ctrl+F", "search", "Goes to the page's own filter."),
    _frame("refresh", "&Refresh", "refresh_page", "F5", "refresh", "Reads the page again."),
    _frame("back", "&Back", "go_back", "Alt+Left", "back", "Returns to where you were before."),
    _frame("forward", "&Forward", "go_forward", "Alt+Right", "forward", "Goes on to where you came back from."),
    _frame("undo", "&Undo", "undo", "Ctrl+Z", "undo", "Takes back the last change by a new, logged change."),
    _frame("guide", "&Guide to this page", "open_guide", "F1", "help", "Opens the page's own guide."),
    _frame("shortcuts", "&Keyboard shortcuts", "open_shortcuts", "?", "keyboard", "Lists the keys of this page."),
    _frame("rail", "Narrow or widen the &rail", "toggle_rail", "Ctrl+B", "side-panel", "Shows icons, or words too."),
    _frame("drafts", "&Kept drafts…", "open_kept", "", "history", "Lists what was typed and not saved yet."),
    _frame("light", "Use the &light colours", "use_light", "", "light"),
    _frame("dark", "Use the &dark colours", "use_dark", "", "dark"),
    _frame("high-contrast", "Use the &high-contrast colours", "use_high_contrast", "", "eye"),
    _frame("lock", "&Lock", "lock", "Ctrl+L", "lock", "Clears the screen until the passphrase is given."),
    _frame("quit", "&Quit", "close", "Ctrl+Q", "sign-out", "Closes the window; everything typed is kept."),
    Action("my_desk.why", "&Why is this here?", Scope.PAGE, "explain", "my_desk", "Ctrl+I", "info", "",
           "Says why the line with the focus is on the desk."),
    Action("disruptions.record", "&Record disruption", Scope.NEW, "record_new", "disruptions", "Ctrl+Shift+D",
           "disruption", "services.disruptions.record", "Opens the editor for a new disruption."),
    Action("imports.choose", "&Import a spreadsheet…", Scope.NEW, "choose_file", "imports", "Ctrl+Shift+I", "import",
           "services.imports.import_disruptions", "Reads a tracker that is kept in a spreadsheet."),
    Action("ocgs.map", "&Map an OCG", Scope.NEW, "map_new", "ocgs", "Ctrl+Shift+G", "ocg", "services.ocgs.record",
           "Opens the form for a new group; a second person validates it."),
    Action("people.record", "Record a &person", Scope.NEW, "record_new", "people", "Ctrl+Shift+N", "person",
           "services.people.persons.record", "Opens the form; who is known already shows as you type."),
    Action("people.refer", "Identify a potential &victim", Scope.NEW, "refer", "people", "", "people",
           "services.referrals.identify", "Opens the form of a referral to the NRM, or of a Duty to Notify."),
    Action("poca.seize", "&Log a seizure", Scope.NEW, "log_seizure", "poca", "Ctrl+Shift+Z", "poca",
           "services.poca.cases.record", "Opens the form for a seizure; the 48 hours show as the minute is typed."),
    Action("managed.nominate", "&Nominate for lifetime management", Scope.NEW, "nominate", "managed", "", "managed",
           "services.lom.managed.nominate", "Opens the form for somebody who is to be managed for life."),
    _page("managed", "edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "services.lom.managed.change",
          "Opens the form of the one that is selected."),
    _page("managed", "visit", "Plan a &visit…", "plan_visit", "Ctrl+Shift+V", "calendar",
          "services.lom.visits.plan_visit", "Plans a visit to the one that is selected."),
    Action("operations.record", "Record an &operation", Scope.NEW, "record_new", "operations", "Ctrl+Shift+O",
           "operation", "services.operations.record", "Opens the form for an operation or a week of action."),
    Action("operations.bid", "Draft a tasking &bid", Scope.NEW, "draft_bid", "operations", "", "request",
           "services.bids.record", "Opens the form for a bid to tasking."),
    Action("requests.ask", "New &request", Scope.NEW, "record_new", "requests", "Ctrl+Shift+Q", "request",
           "services.requests.asking.record", "Asks an analyst or a financial investigator for a product."),
    _page("requests", "edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "services.requests.asking.change",
          "Opens the form of the request on view."),
    _page("requests", "step", "Take the &next step…", "step_current", "Ctrl+Return", "check",
          "services.requests.rows.look", "Presses the blue button of the request on view."),
    _page("requests", "export_csv", "Export as &CSV…", "export_csv", "Ctrl+Shift+E", "export",
          "services.requests.exports.export_requests", "Writes the view as filtered, and logs the disclosure."),
    _page("requests", "export_xlsx", "Export as E&xcel workbook…", "export_xlsx", "", "spreadsheet",
          "services.requests.exports.export_requests", "Writes the view as filtered, and logs the disclosure."),
    _page("requests", "details", "Hide or show the &details", "toggle_inspector", "F4", "side-panel", "",
          "Hides the panel beside the table, or brings it back."),
    Action("local_profiles.record", "Record a local &profile", Scope.NEW, "record_new", "local_profiles", "", "profile",
           "services.local_profiles.record", "Opens the form for an area's profile."),
    Action("local_profiles.site", "Open a Clear, Hold, Build &site", Scope.NEW, "open_site", "local_profiles", "",
           "location", "services.chb.record", "Opens the form for a place that is worked by Clear, Hold, Build."),
    _page("operations", "edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "services.operations.change",
          "Opens the form on the operation or bid on view."),
    _page("operations", "decide", "&Decide on the bid…", "decide_current", "Ctrl+M", "moderate",
          "services.bids.decide", "Enters what the meeting decided on the selected bid."),
    _page("operations", "details", "Hide or show the &details", "toggle_inspector", "F4", "side-panel", "",
          "Hides the panel beside the table, or brings it back."),
    _page("local_profiles", "edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "services.local_profiles.change",
          "Opens the form on the profile or site on view."),
    _page("local_profiles", "details", "Hide or show the &details", "toggle_inspector", "F4", "side-panel", "",
          "Hides the panel beside the table, or brings it back."),
    _page("poca", "step", "&Do what the deadline asks for…", "step_current", "Ctrl+Return", "check",
          "services.poca.cases.record", "Opens the step of the line with the focus."),
    _page("poca", "calendar", "Add to &calendar…", "export_calendar", "Ctrl+Shift+C", "calendar",
          "services.poca.diary.export_diary", "Writes the deadlines as a calendar file, and logs the disclosure."),
    _page("poca", "glass", "Break the &glass of a closed record…", "break_glass", "", "",
          "services.need_to_know.break_glass",
          "For an emergency: opens a closed record by its reference, and tells its owner."),
    Action("intelligence.link", "&Link intelligence", Scope.NEW, "link_new", "intelligence", "Ctrl+Shift+R",
           "intelligence", "services.intelligence.links.record",
           "Opens the form for a report as it bears on a group or person."),
    _intelligence("edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "links.change", "Opens the form."),
    _intelligence("duplicate", "Mark as a &duplicate…", "mark_current", "", "copy", "links.mark_duplicate",
                  "Says that it tells what another report tells; a duplicate restarts no clock."),
    _intelligence("relates", "Bears on &activity, or not", "relate_current", "", "", "links.set_relates",
                  "Says whether it bears on what the group does, or on a member alone; then it restarts no clock."),
    _intelligence("remove", "&Take the link away…", "remove_current", "", "delete", "links.remove",
                  "Takes a link away that was made in error, with the reason."),
    _intelligence("backlog", "Count the &backlog…", "count_backlog", "", "empty", "backlog.record",
                  "Keeps how many reports wait to be processed, as counted in the intelligence system."),
    _intelligence("export_csv", "Export as C&SV…", "export_csv", "Ctrl+Shift+E", "export",
                  "exports.export_intelligence", "Writes the view as filtered, and logs the disclosure."),
    _intelligence("export_xlsx", "Export as E&xcel workbook…", "export_xlsx", "", "spreadsheet",
                  "exports.export_intelligence", "Writes the view as filtered, and logs the disclosure."),
    _intelligence("details", "Hide or show the &details", "toggle_inspector", "F4", "side-panel", "",
                  "Hides the panel beside the table, or brings it back."),
    _ocgs("open", "&Open the record", "open_current", "", "", "ocg_records.look",
          "Opens the selected group as a page; Enter does the same."),
    _ocgs("edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "ocgs.change", "Opens the form."),
    _ocgs("disrupt", "Re&cord disruption", "disrupt_current", "Ctrl+D", "disruption", "disruptions.record",
          "Opens the editor for a disruption against this one."),
    _ocgs("validate", "&Validate…", "validate_current", "", "check", "ocg_life.validation.validate",
          "Makes a proposed group active; a second person does it."),
    _ocgs("move", "Ar&chive, reactivate or reject…", "move_current", "", "archive", "ocgs.move",
          "Takes the next step of the group's life, with the reason."),
    _ocgs("review", "Re&view…", "review_current", "", "check", "ocg_life.reviews.review",
          "Keeps what a periodic review found and when the next is due."),
    _ocgs("score", "Sc&ore…", "score_current", "", "", "ocg_life.scores.score",
          "Scores the group by a template; earlier scores stay."),
    _ocgs("tier", "Set &tier…", "tier_current", "", "", "ocg_life.tiers.set_tier",
          "Keeps a meeting's decision on the tier."),
    _ocgs("lead", "&Lead…", "lead_current", "", "", "ocg_life.leadership.appoint",
          "Hands over the post of SRO or LRO; a partner may hold it."),
    _ocgs("relate", "Relate to another &group…", "relate_current", "", "", "ocg_life.relations.relate",
          "Keeps how two groups stand to each other."),
    _ocgs("request", "Ask for a &product…", "request_current", "", "request", "requests.asking.record",
          "Asks an analyst or a financial investigator for a product about it."),
    _ocgs("access", "&Who may know…", "access_current", "", "restricted", "subjects.set_access",
          "Opens the record to the team, or closes it to people you name."),
    _ocgs("drifting", "What dri&fts", "show_drifting", "", "clock", "ocg_records.look",
          "Shows reviews due, overdue actions, and groups with nothing under a P."),
    _ocgs("merge", "&Merge with another…", "merge_current", "", "", "mergers.doing.merge_groups",
          "Compares two records of one group and makes them one, which can be taken apart again."),
    _ocgs("mergers", "Mer&gers, and taking them apart…", "mergers_of_current", "", "", "ocg_records.look",
          "Lists what was merged into this group, and takes it apart."),
    _ocgs("glass", "Break the &glass of a closed record…", "break_glass", "", "", "need_to_know.break_glass",
          "For an emergency: opens a closed record by its reference, and tells its owner."),
    _ocgs("export_csv", "Export as C&SV…", "export_csv", "Ctrl+Shift+E", "export", "ocg_exports.export_ocgs",
          "Writes the view as filtered, and logs the disclosure."),
    _ocgs("export_xlsx", "Export as E&xcel workbook…", "export_xlsx", "", "spreadsheet", "ocg_exports.export_ocgs",
          "Writes the view as filtered, and logs the disclosure."),
    _ocgs("save_view", "&Save this view…", "save_view", "", "pin", "views.save",
          "Keeps the filters and the order as a tab of your own."),
    _ocgs("details", "Hide or show the &details", "toggle_inspector", "F4", "side-panel", "",
          "Hides the panel beside the table, or brings it back."),
    _people("open", "&Open the record", "open_current", "", "", "persons.look",
            "Opens the selected person as a page; Enter does the same."),
    _people("edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "persons.change", "Opens the form."),
    _people("link", "&Link to a group…", "link_current", "Ctrl+Shift+L", "link", "links.link",
            "Says what the person is to a group, since when and on what grounds."),
    _page("people", "request", "Ask for a &product…", "request_current", "", "request",
          "services.requests.asking.record", "Asks an analyst or a financial investigator for a product about them."),
    _page("people", "merge", "&Merge with another…", "merge_current", "", "link", "services.mergers.doing.merge_people",
          "Makes one of two records of the same person; it can be taken apart at any time."),
    _page("people", "mergers", "Mergers, and taking them a&part…", "mergers_of_current", "", "history",
          "services.mergers.doing.unmerge", "Lists what the record was merged from."),
    _people("erase", "Erase…", "erase_current", "", "", "erasing.erase",
            "Takes the person out of the store, its log and its searches, or restricts the record instead."),
    _people("export_csv", "Export as C&SV…", "export_csv", "Ctrl+Shift+E", "export", "exports.export_people",
            "Writes the view as filtered, under 18 by initials, and logs the disclosure."),
    _people("export_xlsx", "Export as E&xcel workbook…", "export_xlsx", "", "spreadsheet", "exports.export_people",
            "Writes the view as filtered, under 18 by initials, and logs the disclosure."),
    _page("people", "save_view", "&Save this view…", "save_view", "", "pin", "services.views.save",
          "Keeps the filters and the order as a tab of your own."),
    _page("people", "details", "Hide or show the &details", "toggle_inspector", "F4", "side-panel", "",
          "Hides the panel beside the table, or brings it back."),
    _disruptions("edit", "&Edit…", "edit_current", "Ctrl+E", "edit", "disruptions.change", "Opens the editor."),
    _disruptions("submit", "Su&bmit for moderation", "submit_selected", "Ctrl+Return", "", "disruptions.submit",
                 "Sends the selected drafts to moderation."),
    _disruptions("agree", "A&gree as assessed", "agree_selected", "", "check", "moderation.approve_many",
                 "Moderates the selected ones at the level that was assessed."),
    _disruptions("moderate", "&Moderate…", "moderate_current", "Ctrl+M", "moderate", "moderation.approve",
                 "Agrees, changes the level, returns or rejects."),
    _disruptions("key", "Enter national re&ference…", "key_current", "", "", "moderation.key",
                 "Notes that the record was keyed nationally."),
    _disruptions("correct", "C&orrect the moderation…", "correct_current", "", "", "moderation.correct_level",
                 "Changes a moderated level, or sends the record back among what awaits moderation."),
    _disruptions("withdraw", "&Withdraw…", "withdraw_current", "", "", "disruptions.withdraw",
                 "Takes the record out of the count; nothing is deleted."),
    _disruptions("export_csv", "Export as &CSV…", "export_csv", "Ctrl+Shift+E", "export",
                 "exports.export_disruptions", "Writes the view as filtered, and logs the disclosure."),
    _disruptions("export_xlsx", "Export as E&xcel workbook…", "export_xlsx", "", "spreadsheet",
                 "exports.export_disruptions", "Writes the view as filtered, and logs the disclosure."),
    _disruptions("save_view", "&Save this view…", "save_view", "", "pin", "views.save",
                 "Keeps the filters and the order as a tab of your own."),
    _disruptions("details", "Hide or show the &details", "toggle_inspector", "F4", "side-panel", "",
                 "Hides the panel beside the table, or brings it back."),
    _moderation("agree", "&Agree", "agree_selected", "Ctrl+Return", "check", "approve_many",
                "Moderates the ticked ones at the level that was assessed."),
    _moderation("level", "Change &level…", "change_level_current", "", "", "approve",
                "Agrees at another level, with the reason."),
    _moderation("return", "&Return…", "return_current", "", "", "send_back", "Gives it back to the recorder."),
    _moderation("reject", "Re&ject…", "reject_current", "", "", "reject", "Refuses it for good, with the reason."),
    _moderation("key", "Enter national re&ference…", "key_current", "", "", "key",
                "Notes that the record was keyed nationally."),
    _moderation("correct", "C&orrect the moderation…", "correct_current", "", "", "correct_level",
                "Changes a moderated level, or sends the record back among what awaits moderation."),
    _page("returns", "build", "&Build the return…", "build_return", "Ctrl+Shift+B", "return",
          "returns.disruptions.build", "Writes the files, freezes what was sent and logs the disclosure."),
    _page("returns", "compare", "&Compare with an earlier return…", "compare_returns", "Ctrl+Shift+C", "", "",
          "Says by name what changed since a return was built."),
    _page("returns", "verify", "&Verify a file…", "verify_file", "Ctrl+Shift+V", "check", "",
          "Holds a file of a return against its manifest and the store."),
    _page("reports", "print", "&Print…", "print_report", "Ctrl+P", "print", "",
          "Asks who receives it and why, logs that and prints the report."),
    _page("reports", "save", "Save as P&DF…", "save_pdf", "Ctrl+Shift+S", "pdf", "",
          "Asks who receives it and why, logs that and writes the report."),
    _page("audit", "verify", "&Verify the chain", "verify", "Ctrl+Shift+V", "check", "services.history.audit_page",
          "Walks every entry and holds it against its seal."),
    _page("audit", "export", "&Export the log…", "export_log", "Ctrl+Shift+E", "export",
          "services.history.audit_export", "Asks who receives it and why, logs that and writes the log."),
)  # fmt: skip


def action(action_id: str) -> Action:
    """The action called ``action_id``; KeyError when there is none."""
    for known in ACTIONS:
        if known.id == action_id:
            return known
    raise KeyError(action_id)


def use_case(name: str) -> "UseCase[..., Any]":
    """The use case called ``name``, such as ``services.disruptions.record``; imports its module."""
    module, _, verb = name.rpartition(".")
    found: UseCase[..., Any] = getattr(import_module(f"soc_desk.{module}"), verb)
    if not hasattr(found, "rule"):
        raise TypeError(f"{name} is not a use case")
    return found
