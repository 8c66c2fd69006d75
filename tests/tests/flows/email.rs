//! Another address, and taking it back.

use saifu_wallet::Outcome;
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::session::authenticate;
use saifu_wallet::shopper::{
    EmailChange, Shopper, confirm_email_change, start_email_change, undo_email_change, undoable,
};

use crate::stories;
use crate::world::World;

stories!(
    the_new_address_is_verified_and_the_old_one_told,
    the_old_address_takes_it_back_and_ends_all_sessions,
    an_address_that_has_an_account_looks_the_same,
    of_two_for_one_address_one_gets_it,
    mails_to_one_address_are_limited,
);

const NEW: &str = "misaki@new.example";

fn code<T>(answer: Outcome<T>) -> Option<&'static str> {
    answer.err().and_then(|refusal| refusal.code())
}

async fn start<S: Store>(world: &World<S>, owner: &Shopper, email: &str) -> Outcome<EmailChange> {
    start_email_change(&world.store, &world.mailer(), &world.moment(), owner, email).await
}

async fn confirm<S: Store>(world: &World<S>, change: &EmailChange, digits: &str) -> Outcome<Shopper> {
    let (store, moment, page) = (&world.store, world.moment(), "https://pay.example/email/undo");
    confirm_email_change(store, &moment, &change.shopper_id, &change.id, digits, page).await
}

async fn mailed<S: Store>(world: &World<S>) -> String {
    let mails = world.mailbox().await;
    mails
        .iter()
        .find(|it| it.subject.contains("確認コード"))
        .unwrap()
        .subject
        .rsplit(' ')
        .next()
        .unwrap()
        .to_owned()
}

async fn now<S: Store>(world: &World<S>) -> Shopper {
    let found: Versioned<Shopper> = world.store.find(world.shopper.id.as_str()).await.unwrap().unwrap();
    found.value
}

async fn changed<S: Store>(world: &World<S>) -> EmailChange {
    // Mails of one second are told apart by the file system's clock only.
    world.pass(1);
    let change = start(world, &world.shopper, NEW).await.unwrap();
    confirm(world, &change, &mailed(world).await).await.unwrap();
    change
}

/// What stands in the link that went to the old address.
async fn link<S: Store>(world: &World<S>) -> String {
    world.round().await;
    let mails = world.mailbox().await;
    let told = mails.iter().find(|it| it.text.contains("/email/undo?t=")).unwrap();
    assert_eq!(told.to, world.shopper.email);
    told.text.split("/email/undo?t=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

async fn the_new_address_is_verified_and_the_old_one_told<S: Store>(world: World<S>) {
    assert_eq!(code(start(&world, &world.shopper, "no address").await), Some("email.invalid"));
    assert_eq!(code(start(&world, &world.shopper, &world.shopper.email).await), Some("email.same"));
    let change = start(&world, &world.shopper, " Misaki@NEW.example ").await.unwrap();
    let right = mailed(&world).await;
    assert_eq!(code(confirm(&world, &change, "x").await), Some("email.code_wrong"));
    assert_eq!(now(&world).await.email, world.shopper.email);
    assert_eq!(confirm(&world, &change, &right).await.unwrap().email, NEW);
    assert_eq!(now(&world).await.email, NEW);
    assert_eq!(code(confirm(&world, &change, &right).await), Some("email.not_found"), "once");
    link(&world).await;
    let to_new = world.mailbox().await.into_iter().filter(|it| it.to == NEW).count();
    assert_eq!(to_new, 2, "the code, and that it is the address now");
}

async fn the_old_address_takes_it_back_and_ends_all_sessions<S: Store>(world: World<S>) {
    let begun = world.sign_in("key").await;
    changed(&world).await;
    let link = link(&world).await;
    let (store, moment) = (&world.store, world.moment());
    assert_eq!(undoable(store, &moment, &link).await.unwrap().value.new_email, NEW);
    let forged = format!("{}.{}", link.split_once('.').unwrap().0, "0".repeat(32));
    assert_eq!(code(undo_email_change(store, &moment, &forged).await), Some("email.not_found"));
    undo_email_change(store, &moment, &link).await.unwrap();
    assert_eq!(now(&world).await.email, world.shopper.email);
    let token = begun.tokens.access.reveal();
    assert_eq!(code(authenticate(store, &moment, token).await), Some("session.invalid"));
    world.sign_in("again").await;
    assert_eq!(code(undo_email_change(store, &moment, &link).await), Some("email.not_found"), "once");

    changed(&world).await;
    let late = self::link(&world).await;
    world.pass(7 * 24 * 3600);
    let undone = undo_email_change(&world.store, &world.moment(), &late).await;
    assert_eq!(code(undone), Some("email.not_found"), "after a week it stays");
}

async fn an_address_that_has_an_account_looks_the_same<S: Store>(world: World<S>) {
    let other = world.another_shopper().await;
    let change = start(&world, &world.shopper, &other.email).await.unwrap();
    assert_eq!((change.new_email.as_str(), change.code.tries_left), (other.email.as_str(), 5));
    let mails = world.mailbox().await;
    assert!(mails[0].to == other.email && !mails[0].subject.contains("確認コード"));
    assert_eq!(code(confirm(&world, &change, "000000").await), Some("email.code_wrong"));
}

async fn of_two_for_one_address_one_gets_it<S: Store>(world: World<S>) {
    let other = world.another_shopper().await;
    let mine = start(&world, &world.shopper, NEW).await.unwrap();
    let my_code = mailed(&world).await;
    let theirs = start(&world, &other, NEW).await.unwrap();
    let their_code = mailed(&world).await;
    confirm(&world, &theirs, &their_code).await.unwrap();
    assert_eq!(code(confirm(&world, &mine, &my_code).await), Some("email.code_wrong"));
    assert_eq!(now(&world).await.email, world.shopper.email);
}

async fn mails_to_one_address_are_limited<S: Store>(world: World<S>) {
    for _ in 0..5 {
        start(&world, &world.shopper, NEW).await.unwrap();
    }
    assert_eq!(code(start(&world, &world.shopper, NEW).await), Some("limit.too_many_tries"));
    start(&world, &world.shopper, "another@new.example").await.unwrap();
    world.pass(600);
    start(&world, &world.shopper, NEW).await.unwrap();
    assert_eq!(code(start(&world, &world.shopper, NEW).await), Some("limit.too_many_tries"));
}
