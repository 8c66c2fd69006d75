//! Memory of a program with all its helper processes, shared pages counted in proportion (PSS).

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

/// MiB of `root` and everything that it started.
pub fn proportional_mib(root: u32) -> Result<f64> {
    let parents = parents()?;
    let mut kib = 0;
    for &process in parents.keys().filter(|process| descends(&parents, **process, root)) {
        // A process may end between being listed and being read.
        if let Ok(text) = fs::read_to_string(format!("/proc/{process}/smaps_rollup")) {
            kib += pss_kib(&text).with_context(|| format!("process {process} has a PSS"))?;
        }
    }
    Ok(f64::from(kib) / 1024.0)
}

fn parents() -> Result<BTreeMap<u32, u32>> {
    let processes =
        fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    Ok(processes.filter_map(|process| Some((process, parent(process)?))).collect())
}

fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in brackets, may hold spaces and brackets itself.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn descends(parents: &BTreeMap<u32, u32>, process: u32, root: u32) -> bool {
    let mut here = Some(process);
    while let Some(process) = here {
        if process == root {
            return true;
        }
        here = parents.get(&process).copied();
    }
    false
}

fn pss_kib(rollup: &str) -> Option<u32> {
    rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proportional_part_is_read() {
        let rollup =
            "55d0-7ffe ---p 00000000 00:00 0 [rollup]\nRss:   900 kB\nPss:   412 kB\nPss_Anon: 3 kB\n";
        assert_eq!(pss_kib(rollup), Some(412));
    }

    #[test]
    fn grandchildren_descend_and_strangers_do_not() {
        let parents = BTreeMap::from([(10, 1), (11, 10), (12, 11), (20, 1)]);
        assert!(descends(&parents, 12, 10));
        assert!(!descends(&parents, 20, 10));
    }
}
