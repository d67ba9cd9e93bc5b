//! Why a camera shows no picture, or no new one.

use super::NoAnswer;
use thiserror::Error;

/// Why a camera shows no picture, or no new one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VideoTrouble {
    /// Nobody has said where its picture is to be had.
    #[error("no address is known")]
    NoAddress,
    /// Its address wants a key, and there is none.
    #[error("it wants a key: set the variable {variable}")]
    NoKey {
        /// The environment's variable.
        variable: String,
    },
    /// RTSP is read by ffmpeg, which is not installed.
    #[error("RTSP is read by ffmpeg, which is not installed")]
    NoFfmpeg,
    /// Its server gives nothing.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// Its server refuses.
    #[error("it is refused, HTTP {0}")]
    Refused(u16),
    /// Its server has no picture now.
    #[error("its server has no picture now")]
    NoPicture,
    /// What comes is no picture.
    #[error("what comes is no picture")]
    NotAPicture,
    /// A picture has more bytes or pixels than are taken.
    #[error("its picture is too large")]
    TooLarge,
    /// The stream came to its end.
    #[error("its stream ended")]
    Ended,
    /// Who looks could not be written down, and what can't be written down is not shown.
    #[error("who looks can't be written down, so nothing is shown")]
    NotNoted,
}
