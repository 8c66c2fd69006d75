//! The house of `design.md` §1: which crate may know which. Reads `cargo metadata`.

mod papers;
mod table;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use table::{NOT_BY_NAME, ROWS, Row};

/// What each package needs to be built into a program, by name; tests' own needs are left out.
type Uses = BTreeMap<String, BTreeSet<String>>;

struct House {
    members: BTreeSet<String>,
    uses: Uses,
}

impl House {
    fn read() -> Self {
        let metadata = MetadataCommand::new()
            .manifest_path(saifu_tests::place::root().join("Cargo.toml"))
            .exec()
            .expect("cargo metadata");
        let members = metadata.workspace_packages().iter().map(|package| package.name.to_string()).collect();
        Self { members, uses: normal_uses(&metadata) }
    }
}

fn normal_uses(metadata: &Metadata) -> Uses {
    let resolve = metadata.resolve.as_ref().expect("a resolved graph");
    let name = |id| metadata[id].name.to_string();
    let mut uses = Uses::new();
    for node in &resolve.nodes {
        let normal = node
            .deps
            .iter()
            .filter(|dependency| dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        uses.entry(name(&node.id)).or_default().extend(normal.map(|dependency| name(&dependency.pkg)));
    }
    uses
}

fn forbidden_edges(members: &BTreeSet<String>, uses: &Uses, row: &Row) -> Vec<String> {
    let used = uses.get(row.name).into_iter().flatten();
    used.filter(|other| members.contains(*other) && !row.may_use.contains(&other.as_str()))
        .map(|other| format!("{} → {other}", row.name))
        .collect()
}

/// The shortest way from `start` to `end`, for the message.
fn way(uses: &Uses, start: &str, end: &str) -> Option<String> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(here) = queue.pop_front() {
        if here == end {
            return Some(walk_back(&came_from, start, end));
        }
        for next in uses.get(here).into_iter().flatten() {
            if next != start && !came_from.contains_key(next.as_str()) {
                came_from.insert(next, here);
                queue.push_back(next);
            }
        }
    }
    None
}

fn walk_back(came_from: &BTreeMap<&str, &str>, start: &str, end: &str) -> String {
    let mut steps = vec![end];
    while steps.last() != Some(&start)
        && let Some(before) = steps.last().and_then(|step| came_from.get(step))
    {
        steps.push(before);
    }
    steps.reverse();
    steps.join(" → ")
}

#[test]
fn every_crate_has_a_place_in_the_table() {
    let rows: BTreeSet<String> = ROWS.iter().map(|row| row.name.to_owned()).collect();
    assert_eq!(House::read().members, rows, "left: the workspace; right: the table");
}

#[test]
fn no_crate_uses_one_that_it_may_not() {
    let house = House::read();
    let wrong: Vec<String> =
        ROWS.iter().flat_map(|row| forbidden_edges(&house.members, &house.uses, row)).collect();
    assert!(wrong.is_empty(), "design.md §1 does not allow: {wrong:#?}");
}

#[test]
fn nothing_forbidden_reaches_a_crate_by_any_way() {
    let house = House::read();
    let wrong: Vec<String> = ROWS
        .iter()
        .flat_map(|row| row.never_holds.iter().filter_map(|end| way(&house.uses, row.name, end)))
        .collect();
    assert!(wrong.is_empty(), "these ways must not exist: {wrong:#?}");
}

#[test]
fn what_only_the_edge_may_name_is_named_only_there() {
    let house = House::read();
    for (name, forbidden) in NOT_BY_NAME {
        let named: Vec<&&str> =
            forbidden.iter().filter(|other| house.uses[*name].contains(**other)).collect();
        assert!(named.is_empty(), "{name} must not name {named:?}");
    }
}

#[test]
fn a_wrong_edge_would_be_seen() {
    let members = ["saifu-money", "saifu-wallet", "saifu-store"].map(str::to_owned).into();
    let uses = Uses::from([
        ("saifu-wallet".to_owned(), BTreeSet::from(["saifu-store".to_owned()])),
        ("saifu-store".to_owned(), BTreeSet::from(["sqlx".to_owned()])),
    ]);
    let wallet = ROWS.iter().find(|row| row.name == "saifu-wallet").expect("the wallet has a row");
    assert_eq!(forbidden_edges(&members, &uses, wallet), ["saifu-wallet → saifu-store"]);
    assert_eq!(way(&uses, "saifu-wallet", "sqlx").as_deref(), Some("saifu-wallet → saifu-store → sqlx"));
    assert_eq!(way(&uses, "saifu-store", "saifu-wallet"), None);
}
