use secrecy::SecretString;

use super::driver::{CANARY, Driver, two_sites};
use crate::altostrat::ApiProblem;
use crate::app::{ApiAnswer, Effect, Input, KeyAnswer, Reply, Wish};
use crate::contract::{AppError, Field, FieldProblem, Generation, KeyStorage, SignInForm, SignInPhase};
use crate::domain::ProfileId;
use crate::settings::secrets::SecretProblem;
use crate::settings::{LoadedSettings, Profile, Settings};

fn sign_in_form() -> SignInForm {
    SignInForm {
        profile_name: " Acme NOC ".into(),
        generation: Generation::V1,
        api_address: "https://v1.api.altostrat.io".into(),
        key: CANARY.to_owned().into(),
    }
}

fn stored() -> LoadedSettings {
    let mut settings = Settings::default();
    let id = ProfileId::parse("stored").unwrap();
    settings.adopt(Profile::new(id, "Acme NOC", Generation::V1, "https://v1.api.altostrat.io"));
    LoadedSettings { settings, note: None }
}

fn phase(driver: &Driver) -> SignInPhase {
    driver.shown.account.as_ref().unwrap().phase
}

fn problem(driver: &Driver) -> Option<AppError> {
    driver.shown.account.as_ref().unwrap().problem.clone()
}

fn key_answer(driver: &mut Driver, answer: KeyAnswer) {
    let epochs = driver.taken(|effect| match effect {
        Effect::LoadKey { epoch, .. } | Effect::SaveKey { epoch, .. } => Some(*epoch),
        _ => None,
    });
    driver.feed(Input::Key { epoch: epochs[0], answer });
}

#[test]
fn a_key_is_kept_only_after_the_api_has_taken_it() {
    let mut driver = Driver::new();
    driver.start(LoadedSettings::default(), false);
    let (reply, mut answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::SignIn { form: sign_in_form(), reply }));
    assert_eq!(phase(&driver), SignInPhase::SigningIn);
    let saved = |driver: &mut Driver| {
        driver.taken(|effect| matches!(effect, Effect::SaveKey { .. }).then_some(())).len()
    };
    assert_eq!(saved(&mut driver), 0);
    driver.answer(ApiAnswer::Sites(Ok(two_sites())));
    assert_eq!(answer.try_recv().unwrap(), Ok(()));
    assert_eq!(phase(&driver), SignInPhase::SignedIn);
    assert_eq!(driver.shown.account.as_ref().unwrap().profile.as_ref().unwrap().storage, KeyStorage::Saving);
    key_answer(&mut driver, KeyAnswer::Saved(Ok(())));
    let account = driver.shown.account.clone().unwrap();
    assert_eq!(account.profile.as_ref().unwrap().storage, KeyStorage::Keychain);
    assert_eq!(account.profile.unwrap().name, "Acme NOC");
}

#[test]
fn a_rejected_key_leaves_nothing_behind() {
    let mut driver = Driver::new();
    driver.start(LoadedSettings::default(), false);
    let (reply, mut answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::SignIn { form: sign_in_form(), reply }));
    driver.answer(ApiAnswer::Sites(Err(ApiProblem::KeyRejected { server_text: None })));
    assert_eq!(answer.try_recv().unwrap(), Err(AppError::KeyRejected { server_text: None }));
    assert_eq!(phase(&driver), SignInPhase::SignedOut);
    let kept = driver
        .taken(|effect| matches!(effect, Effect::SaveKey { .. } | Effect::SaveSettings(_)).then_some(()));
    assert!(kept.is_empty());
}

#[test]
fn each_field_of_the_sign_in_form_is_checked_before_anything_is_sent() {
    let mut driver = Driver::new();
    driver.start(LoadedSettings::default(), false);
    for (form, field, problem) in [
        (SignInForm { profile_name: "  ".into(), ..sign_in_form() }, Field::ProfileName, FieldProblem::Empty),
        (
            SignInForm { api_address: "http://api.altostrat.io".into(), ..sign_in_form() },
            Field::ApiAddress,
            FieldProblem::NotHttps,
        ),
        (SignInForm { key: String::new().into(), ..sign_in_form() }, Field::Key, FieldProblem::Empty),
        (SignInForm { key: "a b".to_owned().into(), ..sign_in_form() }, Field::Key, FieldProblem::NotAKey),
    ] {
        let refused = driver.ask(|reply| Wish::SignIn { form, reply });
        assert_eq!(refused, Err(AppError::InvalidField { field, problem }));
    }
    assert!(driver.taken(|effect| matches!(effect, Effect::OpenClient { .. }).then_some(())).is_empty());
}

#[test]
fn a_stored_profile_opens_with_its_key_and_without_a_question() {
    let mut driver = Driver::new();
    driver.start(stored(), false);
    assert_eq!(phase(&driver), SignInPhase::WaitingForKeychain);
    key_answer(&mut driver, KeyAnswer::Loaded(Ok(SecretString::from(CANARY))));
    assert_eq!(phase(&driver), SignInPhase::SignedIn);
    let opened = driver
        .taken(|effect| matches!(effect, Effect::OpenClient { .. } | Effect::ListSites { .. }).then_some(()));
    assert_eq!(opened.len(), 2);
}

#[test]
fn only_an_absent_entry_means_signed_out() {
    for (answer, shown) in [
        (SecretProblem::Absent, None),
        (SecretProblem::Locked, Some(AppError::KeychainLocked)),
        (SecretProblem::NoKeychain, Some(AppError::KeychainMissing)),
        (SecretProblem::NotAnswering, Some(AppError::KeychainTrouble)),
    ] {
        let mut driver = Driver::new();
        driver.start(stored(), false);
        key_answer(&mut driver, KeyAnswer::Loaded(Err(answer)));
        assert_eq!(phase(&driver), SignInPhase::SignedOut);
        assert_eq!(problem(&driver), shown);
        let lost = driver.taken(|effect| {
            matches!(effect, Effect::DeleteKey { .. } | Effect::SaveKey { .. }).then_some(())
        });
        assert!(lost.is_empty(), "the entry is left alone");
    }
}

#[test]
fn a_keychain_that_answers_after_the_wait_was_given_up_changes_nothing() {
    let mut driver = Driver::new();
    driver.start(stored(), false);
    let epochs = driver.taken(|effect| match effect {
        Effect::LoadKey { epoch, .. } => Some(*epoch),
        _ => None,
    });
    driver.feed(Input::Wish(Wish::CancelKeychain));
    assert_eq!(phase(&driver), SignInPhase::SignedOut);
    driver.feed(Input::Key { epoch: epochs[0], answer: KeyAnswer::Loaded(Ok(CANARY.into())) });
    assert_eq!(phase(&driver), SignInPhase::SignedOut);
    driver.feed(Input::Wish(Wish::RetryKeychain));
    assert_eq!(phase(&driver), SignInPhase::WaitingForKeychain);
}

#[test]
fn a_profile_of_the_environment_is_never_stored() {
    let mut driver = Driver::signed_in();
    driver.request(super::driver::form()).unwrap();
    driver.ask(|reply| Wish::SetFavourite { site: super::driver::site(), on: true, reply }).unwrap();
    driver.ask(|reply| Wish::SignOut { reply }).unwrap();
    let kept = driver.taken(|effect| {
        matches!(effect, Effect::SaveKey { .. } | Effect::DeleteKey { .. } | Effect::SaveSettings(_))
            .then_some(())
    });
    assert!(kept.is_empty());
}

#[test]
fn signing_out_forgets_everything_and_deletes_the_key() {
    let mut driver = Driver::new();
    driver.start(stored(), false);
    key_answer(&mut driver, KeyAnswer::Loaded(Ok(CANARY.into())));
    driver.answer(ApiAnswer::Sites(Ok(two_sites())));
    driver.list(vec![driver.new_session("a", 600)]);
    let late = driver.epoch;
    let (reply, mut answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::SignOut { reply }));
    assert_eq!(driver.shown.sessions, Some(Vec::new()));
    assert!(driver.shown.site_list.as_ref().unwrap().is_empty());
    let closed = driver.taken(|effect| matches!(effect, Effect::CloseClient).then_some(()));
    let deleting = |driver: &mut Driver| {
        driver.taken(|effect| match effect {
            Effect::DeleteKey { epoch, .. } => Some(*epoch),
            _ => None,
        })
    };
    let epochs = deleting(&mut driver);
    assert_eq!((closed.len(), epochs.len()), (1, 1));
    assert!(answer.try_recv().is_err(), "signed out is said when the key is gone");
    driver.feed(Input::Key { epoch: epochs[0], answer: KeyAnswer::Deleted(Err(SecretProblem::Locked)) });
    assert_eq!(answer.try_recv().unwrap(), Err(AppError::KeyNotDeleted));
    driver.feed(Input::Wish(Wish::RetryKeychain));
    assert_eq!(deleting(&mut driver).len(), 1);
    driver.epoch = late;
    driver.answer(ApiAnswer::Sites(Ok(two_sites())));
    assert!(driver.shown.site_list.as_ref().unwrap().is_empty(), "a late answer brings nothing back");
}
