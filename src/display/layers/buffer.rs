//! Buffers that grow in steps: one of another size would leave its material bound to the old one.

/// The step.
const STEP: usize = 512;

/// How many things a buffer has room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Capacity(usize);

impl Capacity {
    /// How many.
    pub(super) fn count(self) -> usize {
        self.0
    }

    /// Fills `things` up to the buffer's size with ones that draw nothing. Answers whether the buffer had
    /// to grow, so that buffer, mesh and material must be made anew.
    pub(super) fn fit<T: Clone + Default>(&mut self, things: &mut Vec<T>) -> bool {
        let grown = things.len() > self.0 || self.0 == 0;
        if grown {
            // Half as much again, so that a growing number of things seldom grows the buffer.
            self.0 = (things.len() + things.len() / 2).next_multiple_of(STEP).max(STEP);
        }
        things.resize(self.0, T::default());
        grown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_in_steps_and_never_shrinks() {
        let mut capacity = Capacity::default();
        let mut things = vec![1; 3];
        assert!(capacity.fit(&mut things));
        assert_eq!(things.len(), STEP);
        let mut more = vec![1; STEP];
        assert!(!capacity.fit(&mut more));
        let mut many = vec![1; STEP + 1];
        assert!(capacity.fit(&mut many));
        assert_eq!(many.len(), 2 * STEP);
        assert!(!capacity.fit(&mut things));
        assert_eq!(things.len(), 2 * STEP);
    }
}
