//! The real networks do what their cards' documentation says. Needs the models: `cargo test -p models -- --ignored`
//! fetches them into the default store.

use models::{
    Artifact, Device, Error, ErrorKind, Precision, Runtime, SessionOptions, Store, StoreOptions,
    available_devices,
};
use ndarray::ArrayD;

/// What a network answers to an input.
struct Case {
    artifact: Artifact,
    input: &'static [usize],
    outputs: &'static [&'static [usize]],
}

const CASES: [Case; 6] = [
    Case { artifact: Artifact::TextDetection, input: &[1, 3, 64, 96], outputs: &[&[1, 1, 64, 96]] },
    Case { artifact: Artifact::TextRecognition, input: &[2, 3, 48, 320], outputs: &[&[2, 40, 18710]] },
    Case { artifact: Artifact::Orientation, input: &[1, 3, 224, 224], outputs: &[&[1, 4]] },
    Case { artifact: Artifact::SealDetection, input: &[1, 3, 64, 96], outputs: &[&[1, 1, 64, 96]] },
    Case { artifact: Artifact::TableStructure, input: &[1, 3, 488, 488], outputs: &[] },
    Case { artifact: Artifact::Layout, input: &[1, 3, 800, 608], outputs: &[] },
];

#[test]
#[ignore = "needs the models"]
fn the_networks_have_the_documented_shapes() -> Result<(), Error> {
    let store = Store::open(StoreOptions::default())?;
    store.ensure(&Artifact::ALL, &())?;
    let runtime = Runtime::load(&store.path(Artifact::OnnxRuntime)?)?;
    for case in CASES {
        let mut session = runtime.session(&store.path(case.artifact)?, &SessionOptions::default())?;
        let input = ArrayD::from_elem(case.input.to_vec(), 0.5);
        let mut shapes = Vec::new();
        session.run(input.view(), &mut |outputs| {
            shapes = outputs.iter().map(|output| output.shape().to_vec()).collect();
        })?;
        match case.artifact {
            Artifact::TableStructure => {
                assert_eq!(shapes.len(), 2);
                assert_eq!((shapes[0][0], shapes[0][2]), (1, 4));
                assert_eq!((shapes[1][0], shapes[1][2]), (1, 30));
                assert_eq!(shapes[0][1], shapes[1][1]);
            }
            Artifact::Layout => assert_eq!(shapes.len(), 8, "{shapes:?}"),
            _ => assert_eq!(shapes, case.outputs, "{}", case.artifact),
        }
        let error = session.run(ArrayD::zeros(vec![3, 48]).view(), &mut |_| {}).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    let recogniser = runtime.session(&store.path(Artifact::TextRecognition)?, &SessionOptions::default())?;
    assert_eq!(recogniser.metadata("character").map(|text| text.lines().count()), Some(18_708));
    assert_eq!(recogniser.metadata("no such key"), None);

    assert_eq!(available_devices(&runtime)[0], Device::Cpu);
    let mut absent = SessionOptions::default();
    absent.device = Device::Cann(1);
    let error = runtime.session(&store.path(Artifact::Orientation)?, &absent).err().map(|error| error.kind());
    assert_eq!(error, Some(ErrorKind::Device));
    Ok(())
}

/// Stripes of a width that varies, as letters have.
fn stripes(shape: &[usize]) -> ArrayD<f32> {
    ArrayD::from_shape_fn(shape, |at| {
        let (row, column) = (at[2], at[3]);
        if (column * column / 40 + row / 12) % 3 == 0 { -0.8 } else { 0.9 }
    })
}

#[test]
#[ignore = "needs the models"]
fn networks_in_8_bits_answer_nearly_as_those_in_full() -> Result<(), Error> {
    let store = Store::open(StoreOptions::default())?;
    let runtime = Runtime::load(&store.path(Artifact::OnnxRuntime)?)?;
    let cases: [(Artifact, &[usize], f32); 2] = [
        (Artifact::TextDetection, &[1, 3, 64, 96], 0.05),
        (Artifact::TextRecognition, &[1, 3, 48, 320], 0.25),
    ];
    for (artifact, shape, allowed) in cases {
        assert!(artifact.reads_in_eight_bits());
        let mut answers = Vec::new();
        for precision in [Precision::Full, Precision::EightBit] {
            let mut options = SessionOptions::default();
            options.precision = precision;
            let mut session = runtime.session(&store.path(artifact)?, &options)?;
            let alphabet = session.metadata("character");
            session.run(stripes(shape).view(), &mut |outputs| {
                answers.push((alphabet.clone(), outputs[0].to_owned()));
            })?;
        }
        let [(alphabet, full), (same_alphabet, eight_bit)] = &answers[..] else { panic!("two answers") };
        assert_eq!(alphabet, same_alphabet);
        assert_ne!(full, eight_bit, "{artifact} was not rewritten");
        let off = full.iter().zip(eight_bit).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(off < allowed, "{artifact} is off by {off}");
    }
    Ok(())
}
