//! A module uses only modules that are declared above it: in `src/lib.rs`, and in every `mod.rs` under it. What a
//! `mod.rs` defines itself stands below all that it declares.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn modules_use_only_modules_above_them() {
    let source = Source::read();
    assert!(source.modules.len() > 100, "the modules are found");
    let mut wrong = Vec::new();
    for user in source.modules.keys() {
        for path in &source.modules[user].paths {
            let Some(used) = source.home(user, path) else { continue };
            if let Some((folder, what)) = source.breach(user, &used) {
                wrong.push(format!("{folder}: {} uses {what} ({})", user.join("::"), path.join("::")));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A module's place: the names of the modules around it, and its own.
type Place = Vec<String>;

/// All modules of the crate.
#[derive(Default)]
struct Source {
    modules: BTreeMap<Place, Module>,
}

/// One file: the modules it declares, in its order, and the paths it names.
struct Module {
    children: Vec<String>,
    imports: BTreeMap<String, Vec<String>>,
    paths: Vec<Vec<String>>,
}

impl Source {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut source = Self::default();
        source.add(Place::new(), &root.join("lib.rs"), &root);
        source
    }

    fn add(&mut self, place: Place, file: &Path, folder: &Path) {
        let text = fs::read_to_string(file).expect("a source file");
        let module = Module::read(&text);
        for child in &module.children {
            let below = folder.join(child);
            let files = [folder.join(format!("{child}.rs")), below.join("mod.rs")];
            let file = files.iter().find(|file| file.is_file()).expect("a module's file");
            self.add(with(&place, child), file, &below);
        }
        self.modules.insert(place, module);
    }

    /// The module that defines what a path names.
    fn home(&self, user: &Place, path: &[String]) -> Option<Place> {
        let mut place = user.clone();
        let mut rest = path;
        while let [first, others @ ..] = rest {
            match first.as_str() {
                "crate" => place.clear(),
                "self" => {}
                "super" => drop(place.pop()),
                name if self.modules[&place].children.iter().any(|child| child == name) => place.push(name.to_owned()),
                name => {
                    let module = &self.modules[&place];
                    let imported = module.imports.get(name).filter(|_| place != *user);
                    return imported.map_or(Some(place.clone()), |path| self.home(&place, path));
                }
            }
            rest = others;
        }
        Some(place)
    }

    /// The folder in which a use goes the wrong way, and what is used there.
    fn breach(&self, user: &Place, used: &Place) -> Option<(String, String)> {
        let shared = user.iter().zip(used).take_while(|(a, b)| a == b).count();
        let folder = &user[..shared];
        let own = user.get(shared)?;
        let order = &self.modules[folder].children;
        let position = |name: &String| order.iter().position(|child| child == name);
        let above = used.get(shared).is_some_and(|other| position(other) < position(own));
        let what = used.get(shared).map_or_else(|| "what its mod.rs defines".to_owned(), Clone::clone);
        (!above).then(|| (folder.join("/"), what))
    }
}

fn with(place: &Place, name: &str) -> Place {
    place.iter().cloned().chain([name.to_owned()]).collect()
}

impl Module {
    fn read(text: &str) -> Self {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let tokens = tokens(code);
        let mut module = Self { children: Vec::new(), imports: BTreeMap::new(), paths: Vec::new() };
        let mut at = 0;
        while at < tokens.len() {
            let before = at.checked_sub(1).map_or("", |before| tokens[before]);
            match tokens[at] {
                "mod" if tokens.get(at + 2) == Some(&";") => module.children.push(tokens[at + 1].to_owned()),
                "use" if tokens.get(at + 1) != Some(&"<") => {
                    let mut paths = Vec::new();
                    at = read_tree(&tokens, at + 1, &[], &mut paths);
                    module.imports.extend(paths.iter().map(|(name, path)| (name.clone(), path.clone())));
                    module.paths.extend(paths.into_iter().map(|(_, path)| path));
                }
                "crate" | "super" if before != "::" && before != "in" && tokens.get(at + 1) == Some(&"::") => {
                    let names = tokens[at..].iter().step_by(2);
                    let joined = tokens[at + 1..].iter().step_by(2).take_while(|token| **token == "::").count();
                    module.paths.push(names.take(joined + 1).map(|name| (*name).to_owned()).collect());
                }
                _ => {}
            }
            at += 1;
        }
        module.paths.retain(|path| path[0] == "crate" || path[0] == "super");
        module
    }
}

/// Reads the tree of a `use`: every name it brings in with its whole path. Says where the tree ends.
fn read_tree(tokens: &[&str], start: usize, prefix: &[String], into: &mut Vec<(String, Vec<String>)>) -> usize {
    let mut path = prefix.to_vec();
    let mut at = start;
    loop {
        match tokens[at] {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens[at] != "}" {
                    at = read_tree(tokens, at, &path, into);
                    at += usize::from(tokens[at] == ",");
                }
                return at + 1;
            }
            "as" => {
                into.push((tokens[at + 1].to_owned(), path));
                return at + 2;
            }
            "," | "}" | ";" => {
                into.extend(path.last().cloned().map(|name| (name, path)));
                return at;
            }
            name => {
                path.push(name.to_owned());
                at += 1;
            }
        }
    }
}

/// Names, `::` and other signs, without comments.
fn tokens(text: &str) -> Vec<&str> {
    let code = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    code.flat_map(|line| {
        let mut rest = line.trim_start();
        std::iter::from_fn(move || {
            let named = |c: char| c.is_alphanumeric() || c == '_';
            let first = rest.chars().next()?;
            let length = if named(first) {
                rest.find(|c| !named(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            rest = after.trim_start();
            Some(token)
        })
    })
    .collect()
}
