//! Where the store is if nobody says.

use std::ffi::OsString;
use std::path::PathBuf;

/// The root from this process's environment.
pub(super) fn from_environment() -> Option<PathBuf> {
    default_root(|name| std::env::var_os(name))
}

/// `$INKSTONE_HOME`, else `inkstone` in the user's data folder. Empty variables count as unset, and a relative
/// `XDG_DATA_HOME` is ignored, as the XDG Base Directory Specification demands.
fn default_root(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let absolute = |name: &str| folder(name).filter(|path| path.is_absolute());
    folder("INKSTONE_HOME").or_else(|| {
        let data = absolute("XDG_DATA_HOME")
            .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
            .or_else(|| absolute("LOCALAPPDATA"))?;
        Some(data.join("inkstone"))
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_first_usable_variable_wins() {
        type Variables = &'static [(&'static str, &'static str)];
        let cases: [(Variables, Option<&str>); 6] = [
            (&[("INKSTONE_HOME", "/i"), ("XDG_DATA_HOME", "/x"), ("HOME", "/h")], Some("/i")),
            (&[("INKSTONE_HOME", ""), ("XDG_DATA_HOME", "/x"), ("HOME", "/h")], Some("/x/inkstone")),
            (&[("XDG_DATA_HOME", "relative"), ("HOME", "/h")], Some("/h/.local/share/inkstone")),
            (&[("HOME", "/h")], Some("/h/.local/share/inkstone")),
            (&[("INKSTONE_HOME", "here")], Some("here")),
            (&[], None),
        ];
        for (variables, expected) in cases {
            let look_up =
                |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
            assert_eq!(default_root(look_up), expected.map(PathBuf::from), "{variables:?}");
        }
    }
}
