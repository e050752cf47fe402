use serde::{Deserialize, Serialize};

/// What is measured. Every metric's definition and its source is in [`Metric::definition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is defined in `facts`, which `definition` quotes")]
pub enum Metric {
    Ned,
    WordsOnlyNed,
    Cer,
    LooseCer,
    Wer,
    CharacterF1,
    WordF1,
    BlockNed,
    OrderNed,
    OrderFound,
    BlockOrderNed,
    LayoutF1,
    LayoutMap,
    Teds,
    TedsStructure,
    TedsF1,
    TedsStructureF1,
    TedsPubtabnet,
    TedsStructurePubtabnet,
    GritsTopology,
    GritsContent,
    GritsLocation,
    Adjacency,
    AdjacencyPerDocument,
    CellAdjacency,
    CellAdjacency60,
    CellAdjacency70,
    CellAdjacency80,
    CellAdjacency90,
    CellIou,
    TablesFound,
    TableDetection50,
    TableDetection60,
    TableDetection80,
    LineDetection,
    LineEndToEnd,
    WordDetection,
    WordEndToEnd,
    FieldF1,
    FieldsInText,
    FactF1,
    FormulaExact,
    FormulaTokenNed,
    FormulaNed,
    WordCalibration,
    CellCalibration,
}

/// Whether more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Good {
    High,
    Low,
}

impl Metric {
    /// Every metric, in the order of reports.
    pub const ALL: [Self; 46] = [
        Self::Ned,
        Self::WordsOnlyNed,
        Self::Cer,
        Self::LooseCer,
        Self::Wer,
        Self::CharacterF1,
        Self::WordF1,
        Self::BlockNed,
        Self::OrderNed,
        Self::OrderFound,
        Self::BlockOrderNed,
        Self::LayoutF1,
        Self::LayoutMap,
        Self::Teds,
        Self::TedsStructure,
        Self::TedsF1,
        Self::TedsStructureF1,
        Self::TedsPubtabnet,
        Self::TedsStructurePubtabnet,
        Self::GritsTopology,
        Self::GritsContent,
        Self::GritsLocation,
        Self::Adjacency,
        Self::AdjacencyPerDocument,
        Self::CellAdjacency,
        Self::CellAdjacency60,
        Self::CellAdjacency70,
        Self::CellAdjacency80,
        Self::CellAdjacency90,
        Self::CellIou,
        Self::TablesFound,
        Self::TableDetection50,
        Self::TableDetection60,
        Self::TableDetection80,
        Self::LineDetection,
        Self::LineEndToEnd,
        Self::WordDetection,
        Self::WordEndToEnd,
        Self::FieldF1,
        Self::FieldsInText,
        Self::FactF1,
        Self::FormulaExact,
        Self::FormulaTokenNed,
        Self::FormulaNed,
        Self::WordCalibration,
        Self::CellCalibration,
    ];

    /// Its name as reports print it.
    pub fn label(self) -> &'static str {
        self.facts().0
    }

    /// What it looks at, as reports head it.
    pub fn group(self) -> &'static str {
        match self {
            _ if self <= Self::BlockNed => "Text",
            _ if self <= Self::BlockOrderNed => "Reading order",
            _ if self <= Self::LayoutMap => "Layout",
            _ if self <= Self::TableDetection80 => "Tables",
            _ if self <= Self::WordEndToEnd => "Lines and words",
            _ if self <= Self::FactF1 => "Fields and facts",
            _ if self <= Self::FormulaNed => "Formulas",
            _ => "Confidences",
        }
    }

    /// Whether more is better.
    pub fn higher_is_better(self) -> bool {
        self.facts().1 == Good::High
    }

    /// What it is, and whose definition that is.
    pub fn definition(self) -> &'static str {
        self.facts().2
    }

    #[rustfmt::skip]
    fn facts(self) -> (&'static str, Good, &'static str) {
        use Good::{High, Low};
        match self {
            Self::Ned => ("NED", Low, "Edit distance over the longer length, of all text of a page after normalisation; mean over pages (OmniDocBench, Ouyang et al. 2024, but over the whole page)."),
            Self::WordsOnlyNed => ("NED, letters only", Low, "NED of letters, digits and ideographs alone, as OmniDocBench's clean_string leaves them."),
            Self::Cer => ("CER", Low, "Character edits over the truth's characters, over the whole set, after normalisation."),
            Self::LooseCer => ("CER, loose", Low, "CER without spaces, case and variants of punctuation."),
            Self::Wer => ("WER", Low, "Word edits over the truth's words, over the whole set; Han and kana are words of their own."),
            Self::CharacterF1 => ("Character F1", High, "2 common / both, of the bags of characters of a page without white space: blind to order."),
            Self::WordF1 => ("Word F1", High, "2 common / both, of the bags of words of a page, without case and punctuation; Han and kana are words of their own: blind to order."),
            Self::BlockNed => ("Block NED", Low, "Per block of the truth, the edit distance to its best place in the predicted page, letters only; mean over blocks, then pages: blind to order and to what else was found."),
            Self::OrderNed => ("Order NED", Low, "Edit distance of the order in which pieces of about 24 letters are found to their true order, over the pieces found (OmniDocBench's order score, independent of how blocks are cut). A page that repeats itself loses a few hundredths even in a perfect copy."),
            Self::OrderFound => ("Order, found", High, "The share of the pieces that were found at all."),
            Self::BlockOrderNed => ("Block order NED", Low, "Edit distance of the order of matched blocks to their true order, over the blocks matched (OmniDocBench)."),
            Self::LayoutF1 => ("Layout F1", High, "F1 of regions whose class is right and whose boxes overlap by IoU 0.5, paired one to one."),
            Self::LayoutMap => ("Layout mAP", High, "Average precision at IoU 0.50 to 0.95, mean over classes (COCO, Lin et al. 2014)."),
            Self::Teds => ("TEDS", High, "Tree edit distance similarity (Zhong et al. 2020) on trees of table, rows and cells as OmniDocBench evens them out; a table without a partner is 0; mean over true tables."),
            Self::TedsStructure => ("TEDS-S", High, "TEDS of the structure alone (Huang et al. 2023)."),
            Self::TedsF1 => ("TEDS, F", High, "2 x the sum of TEDS / (true and predicted tables): false tables count too."),
            Self::TedsStructureF1 => ("TEDS-S, F", High, "The same of TEDS-S."),
            Self::TedsPubtabnet => ("TEDS, PubTabNet", High, "TEDS on the trees of PubTabNet's own scripts: thead, tbody and tags inside cells count."),
            Self::TedsStructurePubtabnet => ("TEDS-S, PubTabNet", High, "TEDS-S on the same trees."),
            Self::GritsTopology => ("GriTS topology", High, "Grid table similarity (Smock et al. 2023) of the cells' shapes; a table without a partner is 0; mean over true tables."),
            Self::GritsContent => ("GriTS content", High, "GriTS of the cells' text."),
            Self::GritsLocation => ("GriTS location", High, "GriTS of the cells' places."),
            Self::Adjacency => ("Adjacency F1", High, "F1 of relations between neighbouring cells, compared by content (Goebel et al. 2012, ICDAR 2013), over the whole set."),
            Self::AdjacencyPerDocument => ("Adjacency F1, per document", High, "The same from precision and recall averaged over documents, as the competition took it."),
            Self::CellAdjacency => ("Cell adjacency", High, "Mean of the four cell adjacency F1 weighted by their thresholds (ICDAR 2019 cTDaR, Gao et al.)."),
            Self::CellAdjacency60 => ("Cell adjacency 0.6", High, "F1 of relations between neighbouring cells, cells told by their boxes at IoU 0.6 (ICDAR 2019 cTDaR, track B)."),
            Self::CellAdjacency70 => ("Cell adjacency 0.7", High, "The same at IoU 0.7."),
            Self::CellAdjacency80 => ("Cell adjacency 0.8", High, "The same at IoU 0.8."),
            Self::CellAdjacency90 => ("Cell adjacency 0.9", High, "The same at IoU 0.9."),
            Self::TablesFound => ("Tables found", High, "F1 of tables paired by overlap or likeness of content, 0.5 at least: for tools without boxes."),
            Self::CellIou => ("Cell IoU", High, "Mean intersection over union of the filled cells of paired tables with the true ones that they are taken for: paired one to one so that they overlap most in all; cells that overlap none are left to the other rulers."),
            Self::TableDetection50 => ("Table detection 0.5", High, "F1 of table boxes at IoU 0.5, paired one to one."),
            Self::TableDetection60 => ("Table detection 0.6", High, "The same at IoU 0.6."),
            Self::TableDetection80 => ("Table detection 0.8", High, "The same at IoU 0.8."),
            Self::LineDetection => ("Line detection", High, "F1 of lines whose outlines overlap by IoU 0.5, paired one to one (ICDAR 2015 robust reading)."),
            Self::LineEndToEnd => ("Lines read", High, "F1 of lines found and read rightly, after normalisation (ICDAR 2015 end-to-end)."),
            Self::WordDetection => ("Word detection", High, "F1 of words whose outlines overlap by IoU 0.5, paired one to one (ICDAR 2015 robust reading)."),
            Self::WordEndToEnd => ("Words read", High, "F1 of words found and read rightly, after normalisation (ICDAR 2015 end-to-end)."),
            Self::FieldF1 => ("Key-value F1", High, "F1 of fields whose name and whole value are right, after normalisation and without case (SROIE task 3, FUNSD)."),
            Self::FieldsInText => ("Values in the text", High, "The share of true values that stand anywhere in the predicted text: the most an extractor could get."),
            Self::FactF1 => ("Fact F1", High, "F1 of the attributes of records, as for fields."),
            Self::FormulaExact => ("Formulas right", High, "The share of formulas whose LaTeX tokens are all right (Deng et al. 2017)."),
            Self::FormulaTokenNed => ("Formula NED, tokens", Low, "Edit distance over the longer length, in LaTeX tokens; mean over true formulas."),
            Self::FormulaNed => ("Formula NED", Low, "The same in characters, white space left out."),
            Self::WordCalibration => ("Word calibration error", Low, "Expected calibration error of words in 15 bins (Guo et al. 2017): how far confidence and share of right words are apart."),
            Self::CellCalibration => ("Cell calibration error", Low, "The same of table cells; a cell is right if its row, column, spans and text are, rows and columns told by what stands in them."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_listed_once_in_order() {
        assert!(Metric::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        let names: Vec<_> = Metric::ALL.iter().map(|metric| serde_json::to_string(metric).unwrap()).collect();
        assert_eq!(names[0], "\"ned\"");
        let mut groups: Vec<_> = Metric::ALL.iter().map(|metric| metric.group()).collect();
        groups.dedup();
        assert_eq!(groups.len(), 8);
        assert_eq!((Metric::Teds.group(), Metric::OrderFound.group()), ("Tables", "Reading order"));
        let mut labels: Vec<_> = Metric::ALL.iter().map(|metric| metric.label()).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), Metric::ALL.len());
    }
}
