//! Runs that async code waits for.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;

use futures_channel::oneshot;

use super::{Canceller, Failure, Report, Runner};

/// A run on a thread of its own: a future of any runtime, or of none.
///
/// When it is dropped before the run is done, as by a timeout, the run is asked to stop, as by
/// [`Canceller::cancel`](super::Canceller::cancel); a later run goes on behind what is recorded.
#[must_use = "the run is asked to stop when this is dropped"]
pub struct Background<T> {
    result: oneshot::Receiver<thread::Result<T>>,
    canceller: Canceller,
    is_done: bool,
}

impl Runner<'static> {
    /// Does `work` with this runner on a thread of its own.
    ///
    /// ```no_run
    /// # async fn start(users: dbmig_runtime::runner::Database, url: String) -> Result<(), dbmig_runtime::runner::Failure> {
    /// let report = users.at(url).in_background(|runner| runner.upgrade("head")).await?;
    /// println!("{} revisions applied", report.applied.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// The future panics if `work` does.
    pub fn in_background<T: Send + 'static>(
        mut self,
        work: impl FnOnce(&mut Self) -> T + Send + 'static,
    ) -> Background<T> {
        let canceller = self.canceller();
        let (sender, result) = oneshot::channel();
        let caller = super::trace::Caller::here();
        thread::spawn(move || {
            let run = || caller.carry(|| work(&mut self));
            let result = std::panic::catch_unwind(AssertUnwindSafe(run));
            // Nobody waits any more where this fails.
            let _ = sender.send(result);
        });
        Background { result, canceller, is_done: false }
    }

    /// [`Runner::upgrade`] for async code.
    pub fn upgrade_async(self, target: impl Into<String>) -> Background<Result<Report, Failure>> {
        let target = target.into();
        self.in_background(move |runner| runner.upgrade(&target))
    }
}

impl<T> Future for Background<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Poll::Ready(result) = Pin::new(&mut self.result).poll(context) else { return Poll::Pending };
        self.is_done = true;
        match result {
            Ok(Ok(value)) => Poll::Ready(value),
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(oneshot::Canceled) => std::panic::resume_unwind(Box::new("the run's thread is gone")),
        }
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        if !self.is_done {
            let canceller = self.canceller.clone();
            // It connects to the server, which would block the runtime; where no thread can be had, the run goes on.
            let _ = thread::Builder::new().spawn(move || canceller.cancel());
        }
    }
}

impl<T> std::fmt::Debug for Background<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Background").field("is_done", &self.is_done).finish_non_exhaustive()
    }
}
