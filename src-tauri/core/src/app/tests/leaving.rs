use std::time::Duration;

use super::driver::Driver;
use crate::altostrat::ApiProblem;
use crate::app::{ApiAnswer, Effect, Input, Wish};
use crate::contract::{NoTrayChoice, PromptView, QuitChoice, QuitHabit};
use crate::tray::TrayAction;

#[test]
fn quitting_without_sessions_asks_nothing() {
    let mut driver = Driver::signed_in();
    driver.feed(Input::Wish(Wish::Tray(TrayAction::Quit)));
    assert_eq!(driver.sent(), ["quit"]);
}

#[test]
fn quitting_with_sessions_behaves_as_chosen() {
    for (choice, expected) in [
        (QuitChoice::Stay, &[][..]),
        (QuitChoice::KeepSessions, &["quit"][..]),
        (QuitChoice::RevokeSessions, &["revoke made"][..]),
    ] {
        let (mut driver, _) = Driver::live();
        driver.feed(Input::Wish(Wish::Tray(TrayAction::Quit)));
        assert_eq!(driver.shown.prompt, Some(PromptView::Quit { open_sessions: 1 }));
        driver.feed(Input::Wish(Wish::AnswerQuit { choice, remember: false }));
        assert_eq!(driver.shown.prompt, Some(PromptView::None));
        assert_eq!(driver.sent(), expected, "{choice:?}");
    }
}

#[test]
fn the_program_ends_when_the_last_session_is_revoked() {
    let (mut driver, key) = Driver::live();
    driver.feed(Input::Wish(Wish::AnswerQuit { choice: QuitChoice::RevokeSessions, remember: false }));
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    assert_eq!(driver.sent(), ["revoke made"]);
    driver.list(vec![crate::domain::AccessSession { expired: true, ..driver.new_session("made", 600) }]);
    assert_eq!(driver.sent(), ["quit"]);
}

#[test]
fn without_a_network_the_user_decides_again_instead_of_waiting_for_ever() {
    let (mut driver, key) = Driver::live();
    driver.feed(Input::Wish(Wish::AnswerQuit { choice: QuitChoice::RevokeSessions, remember: false }));
    driver.answer(ApiAnswer::Revoked { key, result: Err(ApiProblem::Unreachable) });
    assert_eq!(driver.shown.prompt, Some(PromptView::Quit { open_sessions: 1 }));
    driver.feed(Input::Wish(Wish::AnswerQuit { choice: QuitChoice::KeepSessions, remember: false }));
    assert_eq!(driver.sent(), ["revoke made", "quit"]);
}

#[test]
fn a_habit_of_quitting_is_kept_and_needs_no_question() {
    for (choice, habit, done) in [
        (QuitChoice::KeepSessions, QuitHabit::Keep, "quit"),
        (QuitChoice::RevokeSessions, QuitHabit::Revoke, "revoke made"),
    ] {
        let (mut driver, _) = Driver::live();
        driver.feed(Input::Wish(Wish::AnswerQuit { choice, remember: true }));
        let kept = driver.taken(|effect| match effect {
            Effect::SaveSettings(settings) => Some(settings.quit),
            _ => None,
        });
        assert_eq!(kept, [habit]);
        assert_eq!(driver.sent(), [done]);

        let (mut driver, _) = Driver::live();
        driver.machine.settings.quit = habit;
        driver.feed(Input::Wish(Wish::Quit));
        assert_eq!(driver.shown.prompt, Some(PromptView::None), "{habit:?}");
        assert_eq!(driver.sent(), [done]);
    }
}

#[test]
fn staying_is_no_habit() {
    let (mut driver, _) = Driver::live();
    driver.feed(Input::Wish(Wish::AnswerQuit { choice: QuitChoice::Stay, remember: true }));
    assert_eq!(driver.machine.settings.quit, QuitHabit::Ask);
}

#[test]
fn the_habit_of_revoking_asks_all_the_same_when_revoking_fails() {
    let (mut driver, key) = Driver::live();
    driver.machine.settings.quit = QuitHabit::Revoke;
    driver.feed(Input::Wish(Wish::Quit));
    driver.answer(ApiAnswer::Revoked { key, result: Err(ApiProblem::Unreachable) });
    assert_eq!(driver.shown.prompt, Some(PromptView::Quit { open_sessions: 1 }));
    assert_eq!(driver.sent(), ["revoke made"]);
}

#[test]
fn an_answer_that_never_comes_holds_the_program_for_15_seconds_at_most() {
    let (mut driver, _) = Driver::live();
    driver.feed(Input::Wish(Wish::AnswerQuit { choice: QuitChoice::RevokeSessions, remember: false }));
    driver.pass(Duration::from_secs(14));
    assert_eq!(driver.sent(), ["revoke made"]);
    driver.pass(Duration::from_secs(1));
    assert_eq!(driver.sent(), ["quit"]);
}

#[test]
fn the_first_closing_without_a_tray_explains_itself_and_later_ones_minimise() {
    let mut driver = Driver::signed_in();
    let minimised = |driver: &mut Driver| {
        driver.taken(|effect| matches!(effect, Effect::MinimiseWindow).then_some(())).len()
    };
    driver.feed(Input::Wish(Wish::CloseWithoutTray));
    assert_eq!((driver.shown.prompt.clone(), minimised(&mut driver)), (Some(PromptView::NoTray), 0));
    driver.feed(Input::Wish(Wish::AnswerNoTray(NoTrayChoice::Stay)));
    assert_eq!((driver.shown.prompt.clone(), minimised(&mut driver)), (Some(PromptView::None), 0));
    driver.feed(Input::Wish(Wish::CloseWithoutTray));
    assert_eq!(driver.shown.prompt, Some(PromptView::NoTray), "not yet agreed to");
    driver.feed(Input::Wish(Wish::AnswerNoTray(NoTrayChoice::Minimise)));
    assert_eq!(minimised(&mut driver), 1);
    driver.feed(Input::Wish(Wish::CloseWithoutTray));
    assert_eq!((driver.shown.prompt.clone(), minimised(&mut driver)), (Some(PromptView::None), 1));
}

#[test]
fn quitting_instead_of_minimising_asks_about_open_sessions() {
    let (mut driver, _) = Driver::live();
    driver.feed(Input::Wish(Wish::CloseWithoutTray));
    driver.feed(Input::Wish(Wish::AnswerNoTray(NoTrayChoice::Quit)));
    assert_eq!(driver.shown.prompt, Some(PromptView::Quit { open_sessions: 1 }));
}
