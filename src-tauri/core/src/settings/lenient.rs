//! Reading a JSON object field by field, so that one bad value costs only itself.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Finding;

/// A JSON object with its place in the file. What cannot be used is noted by place, never by value.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    place: String,
}

impl<'a> Fields<'a> {
    pub(super) fn top(map: &'a Map<String, Value>) -> Self {
        Self { map, place: String::new() }
    }

    /// Takes `value` as an object; anything else is noted.
    pub(super) fn of(value: &'a Value, place: String, findings: &mut Vec<Finding>) -> Option<Self> {
        if let Value::Object(map) = value {
            Some(Self { map, place })
        } else {
            findings.push(Finding::Dropped { place });
            None
        }
    }

    pub(super) fn place(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    pub(super) fn drop_all(&self, findings: &mut Vec<Finding>) {
        findings.push(Finding::Dropped { place: self.place.clone() });
    }

    /// A field that may be left out: then, and when it is `null`, there is nothing to note.
    pub(super) fn raw(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// The field as a `T` that `accept` takes.
    pub(super) fn checked<T: DeserializeOwned, U>(
        &self,
        name: &str,
        findings: &mut Vec<Finding>,
        accept: impl FnOnce(T) -> Option<U>,
    ) -> Option<U> {
        let value = self.raw(name)?;
        let taken = T::deserialize(value).ok().and_then(accept);
        if taken.is_none() {
            findings.push(Finding::Dropped { place: self.place(name) });
        }
        taken
    }

    pub(super) fn get<T: DeserializeOwned>(&self, name: &str, findings: &mut Vec<Finding>) -> Option<T> {
        self.checked(name, findings, Some)
    }

    /// A list; each entry by itself.
    pub(super) fn list<T>(
        &self,
        name: &str,
        findings: &mut Vec<Finding>,
        mut entry: impl FnMut(&'a Value, String, &mut Vec<Finding>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.raw(name) else { return Vec::new() };
        let Value::Array(values) = value else {
            findings.push(Finding::Dropped { place: self.place(name) });
            return Vec::new();
        };
        values
            .iter()
            .enumerate()
            .filter_map(|(index, value)| entry(value, format!("{}[{index}]", self.place(name)), findings))
            .collect()
    }

    /// An object used as a map; each entry by itself.
    pub(super) fn entries(
        &self,
        name: &str,
        findings: &mut Vec<Finding>,
    ) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        let map = self.raw(name).and_then(|value| {
            let map = value.as_object();
            if map.is_none() {
                findings.push(Finding::Dropped { place: self.place(name) });
            }
            map
        });
        map.into_iter().flatten()
    }
}
