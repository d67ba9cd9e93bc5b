//! A word to whoever waits until something is durable.

use std::fmt;

/// Also `Sync`, because a drawn seat, whose outbox may hold receipts, is shared between systems.
type Tell = Box<dyn FnOnce(Result<(), String>) + Send + Sync>;

/// Told once how something ended: it is durable, or why not in one sentence. One that is let go untold says that nobody
/// took it, so that no one waits for ever.
pub struct Receipt(Option<Tell>);

impl Receipt {
    /// A receipt that tells by calling `tell`, on whatever thread makes durable.
    pub fn new(tell: impl FnOnce(Result<(), String>) + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(tell)))
    }

    /// Tells how it ended.
    pub fn give(mut self, outcome: Result<(), String>) {
        self.tell(outcome);
    }

    fn tell(&mut self, outcome: Result<(), String>) {
        if let Some(tell) = self.0.take() {
            tell(outcome);
        }
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        self.tell(Err("nobody took it".to_owned()));
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt")
    }
}

#[cfg(test)]
mod tests {
    use super::Receipt;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn a_receipt_is_told_once_and_never_forgotten() {
        let (told, heard) = sync_channel(2);
        let receipt = || {
            let told = told.clone();
            Receipt::new(move |outcome| assert!(told.send(outcome).is_ok()))
        };
        receipt().give(Ok(()));
        assert_eq!(heard.try_recv(), Ok(Ok(())));
        receipt().give(Err("the disk is full".into()));
        assert_eq!(heard.try_recv(), Ok(Err("the disk is full".into())));
        drop(receipt());
        assert_eq!(heard.try_recv(), Ok(Err("nobody took it".into())));
        assert!(heard.try_recv().is_err());
    }
}
