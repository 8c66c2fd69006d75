//! The service's own workers: they finish what a crash, a slow processor or a forgetful shop left.

use super::Actor;
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 10, act };

fn act(service: Service<'_>) -> Option<Task<'_>> {
    Some(service.task("a worker", "tend", async move {
        let items = service.round().await?;
        Ok(format!("{items} items"))
    }))
}
