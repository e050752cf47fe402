use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How long one sample took.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Speed {
    /// Pages read.
    pub pages: u32,
    /// Seconds from start to end.
    pub seconds: f64,
    /// Seconds of work per stage, over all threads.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stages: BTreeMap<String, f64>,
    /// The most memory the process held, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_memory: Option<u64>,
}

impl Speed {
    /// Adds another sample, read after this one: times add up, memory is the larger.
    pub fn add(&mut self, other: &Self) {
        self.pages += other.pages;
        self.seconds += other.seconds;
        for (stage, seconds) in &other.stages {
            *self.stages.entry(stage.clone()).or_default() += seconds;
        }
        self.peak_memory = self.peak_memory.max(other.peak_memory);
    }

    /// Pages a second; nothing where no time was taken.
    pub fn pages_per_second(&self) -> Option<f64> {
        (self.seconds > 0.0).then(|| f64::from(self.pages) / self.seconds)
    }

    /// Seconds of work per stage and page, the longest first.
    pub fn seconds_per_page(&self) -> Vec<(&str, f64)> {
        let pages = f64::from(self.pages.max(1));
        let mut stages: Vec<_> =
            self.stages.iter().map(|(stage, seconds)| (stage.as_str(), seconds / pages)).collect();
        stages.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        stages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_add_up_and_memory_does_not() {
        let speed = |pages, seconds, ocr, memory| Speed {
            pages,
            seconds,
            stages: [("ocr".to_owned(), ocr)].into(),
            peak_memory: memory,
        };
        let mut all = speed(1, 2.0, 1.5, Some(900));
        all.add(&speed(3, 2.0, 0.5, Some(700)));
        all.add(&Speed::default());
        assert_eq!(all, speed(4, 4.0, 2.0, Some(900)));
        assert_eq!((all.pages_per_second(), all.seconds_per_page()), (Some(1.0), vec![("ocr", 0.5)]));
        assert_eq!(Speed::default().pages_per_second(), None);
    }
}
