//! The local socket of a seat: whoever runs beside it gives commands through it, a line of JSON each
//! way, and the seat stays the only writer.

use super::act::{date_order, told};
use super::cannot;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;
use zonglan::domain::{CommandId, Timestamp};
use zonglan::ledger::{Holder, SqliteLedger};
use zonglan::runtime::{Shutdown, Worker, spawn_named};
use zonglan::seat::link::{Answer, Order};

/// The longest line that is read.
const LINE_BYTES: u64 = 1 << 20;
/// How long an answer may take: the store makes durable in milliseconds, a frozen disk in none.
const PATIENCE: Duration = Duration::from_secs(10);

/// A command and where its answer goes.
pub(super) type Ask = (Order, SyncSender<Answer>);

/// What is asked.
#[derive(Serialize, Deserialize)]
struct Question {
    #[serde(flatten)]
    order: Order,
    /// Whether the one who asks has named the moment; else it is the seat's own now.
    is_dated: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Done(Value),
    Refused(String),
}

fn socket_path(dir: &Path) -> PathBuf {
    dir.join("socket")
}

/// A listener on a data folder's socket; dropping it ends it and takes the socket away.
pub(super) struct Beside {
    path: PathBuf,
    shutdown: Shutdown,
    _thread: Worker,
}

impl Beside {
    /// Listens. The caller holds the folder's lock, so a socket that is there already was left by
    /// somebody who is gone.
    pub(super) fn listen(
        dir: &Path,
        asks: SyncSender<Ask>,
        now: impl Fn() -> Timestamp + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> anyhow::Result<Self> {
        let path = socket_path(dir);
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path).map_err(|error| cannot("take commands from beside", &path, error))?;
        let shutdown = Shutdown::new();
        let (told, dir) = (shutdown.clone(), dir.to_path_buf());
        let thread = spawn_named("zonglan-beside", move || {
            for stream in listener.incoming().flatten() {
                if told.is_requested() {
                    return;
                }
                // One after the other: each takes milliseconds, and a silent one is cut off.
                if let Err(error) = serve(stream, &dir, &asks, &now, &wake) {
                    tracing::warn!("a command from beside: {error:#}");
                }
            }
        })?;
        Ok(Self { path, shutdown, _thread: thread })
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.shutdown.request();
        // A knock wakes the thread, which then finds that it is to end.
        let _ = UnixStream::connect(&self.path);
        let _ = std::fs::remove_file(&self.path);
    }
}

fn serve(
    stream: UnixStream,
    dir: &Path,
    asks: &SyncSender<Ask>,
    now: &impl Fn() -> Timestamp,
    wake: &impl Fn(),
) -> anyhow::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = String::new();
    BufReader::new((&stream).take(LINE_BYTES)).read_line(&mut line)?;
    let reply = match serde_json::from_str::<Question>(&line) {
        Ok(Question { mut order, is_dated }) => {
            if !is_dated {
                date_order(&mut order, now());
            }
            // The seat decides on the matter as it is now, and would refuse what it has done already.
            if let Some(first) = SqliteLedger::open_read_only(dir)?.first_result(id(&order))? {
                return say(&stream, &Reply::Done(told(&first)));
            }
            let (reply, answer) = sync_channel(1);
            asks.send((order, reply)).context("the seat is closing")?;
            wake();
            match answer.recv_timeout(PATIENCE) {
                Ok(Answer::Done(recorded)) => Reply::Done(told(&recorded)),
                Ok(Answer::Refused(why)) => Reply::Refused(why),
                Err(_) => Reply::Refused("the seat did not answer in time: look whether it was done".into()),
            }
        }
        Err(error) => Reply::Refused(format!("not a command: {error}")),
    };
    say(&stream, &reply)
}

/// The number of what is wanted.
fn id(order: &Order) -> &CommandId {
    match order {
        Order::Command(command) => &command.id,
        Order::Round(command) => &command.id,
    }
}

/// Puts one line of JSON on the socket.
fn say(mut stream: &UnixStream, line: &impl Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    stream.write_all(text.as_bytes())?;
    Ok(())
}

/// Gives a command to the seat that holds the data folder and answers with what was recorded.
pub(super) fn ask(dir: &Path, holder: &Holder, order: Order, is_dated: bool) -> anyhow::Result<Value> {
    let Ok(stream) = UnixStream::connect(socket_path(dir)) else {
        anyhow::bail!("{holder} uses this data folder and takes no commands: wait until it ends: {}", dir.display());
    };
    let id = id(&order).clone();
    let unknown =
        |_| anyhow::anyhow!("{holder} did not answer: give the command again with --id {id}, and it is done only once");
    stream.set_read_timeout(Some(PATIENCE))?;
    say(&stream, &Question { order, is_dated })?;
    let mut line = String::new();
    BufReader::new((&stream).take(LINE_BYTES)).read_line(&mut line).map_err(unknown)?;
    let reply = serde_json::from_str(&line).map_err(|error| unknown(error.into()))?;
    match reply {
        Reply::Done(recorded) => Ok(recorded),
        Reply::Refused(why) => anyhow::bail!("{why}"),
    }
}
