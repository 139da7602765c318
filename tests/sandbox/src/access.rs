//! What a create asks for, checked as the real service checks it, and who may connect then.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::Ipv4Net;
use serde_json::Value;

use crate::session::{Destination, Protocol};

/// Field names with what is wrong about each, in the order of the documentation.
pub(crate) type FieldErrors = Vec<(&'static str, String)>;

/// A checked create of a transient access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccessRequest {
    pub(crate) minutes: u32,
    pub(crate) protocol: Protocol,
    pub(crate) full_access: bool,
    pub(crate) range: SourceRange,
}

/// A checked create of a port forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForwardRequest {
    pub(crate) minutes: u32,
    pub(crate) destination: Destination,
    pub(crate) range: SourceRange,
}

/// Where connections may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceRange {
    pub(crate) allow_rfc1918: bool,
    /// The range as it was sent; it is echoed unchanged.
    pub(crate) text: String,
    pub(crate) network: Ipv4Net,
}

impl SourceRange {
    /// Whether a connection from `client` passes. Private addresses need their own permission.
    pub(crate) fn admits(&self, client: IpAddr) -> bool {
        match client {
            IpAddr::V4(client) => {
                self.network.contains(&client) && (self.allow_rfc1918 || !client.is_private())
            }
            IpAddr::V6(_) => false,
        }
    }
}

impl AccessRequest {
    /// Reads the body of a create. All five fields are required; the texts are Laravel's.
    pub(crate) fn from_body(body: &Value) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::new();
        let minutes = minutes(body, &mut errors);
        let protocol = protocol(body, &mut errors);
        let full_access = boolean(body, "full_access", &mut errors);
        let allow_rfc1918 = boolean(body, "allow_rfc1918", &mut errors);
        let range = range(body, &mut errors);
        match (minutes, protocol, full_access, allow_rfc1918, range) {
            (
                Some(minutes),
                Some(protocol),
                Some(full_access),
                Some(allow_rfc1918),
                Some((text, network)),
            ) => {
                let range = SourceRange { allow_rfc1918, text, network };
                Ok(Self { minutes, protocol, full_access, range })
            }
            _ => Err(errors),
        }
    }
}

impl ForwardRequest {
    /// Reads the body of a create. All four fields are required; the texts are Laravel's.
    pub(crate) fn from_body(body: &Value) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::new();
        let minutes = minutes(body, &mut errors);
        let range = range(body, &mut errors);
        let address = address(body, &mut errors);
        let port = port(body, &mut errors);
        match (minutes, range, address, port) {
            (Some(minutes), Some((text, network)), Some(address), Some(port)) => {
                // The API names no switch for private sources here: the range alone decides.
                let range = SourceRange { allow_rfc1918: true, text, network };
                Ok(Self { minutes, destination: Destination { address, port }, range })
            }
            _ => Err(errors),
        }
    }
}

fn label(field: &str) -> String {
    field.replace('_', " ")
}

fn required<'a>(body: &'a Value, field: &'static str, errors: &mut FieldErrors) -> Option<&'a Value> {
    match body.get(field) {
        None | Some(Value::Null) => {
            errors.push((field, format!("The {} field is required.", label(field))));
            None
        }
        Some(Value::String(text)) if text.is_empty() => {
            errors.push((field, format!("The {} field is required.", label(field))));
            None
        }
        Some(value) => Some(value),
    }
}

fn minutes(body: &Value, errors: &mut FieldErrors) -> Option<u32> {
    const FIELD: &str = "expire_after_minutes";
    let value = required(body, FIELD, errors)?;
    let complaint = match value.as_i64() {
        None => "must be an integer.",
        Some(minutes) if minutes < 15 => "must be at least 15.",
        Some(minutes) if minutes > 1440 => "must not be greater than 1440.",
        Some(minutes) => return u32::try_from(minutes).ok(),
    };
    errors.push((FIELD, format!("The {} field {complaint}", label(FIELD))));
    None
}

fn protocol(body: &Value, errors: &mut FieldErrors) -> Option<Protocol> {
    match required(body, "type", errors)?.as_str() {
        Some("winbox") => Some(Protocol::Winbox),
        Some("ssh") => Some(Protocol::Ssh),
        _ => {
            errors.push(("type", "The selected type is invalid.".to_owned()));
            None
        }
    }
}

fn boolean(body: &Value, field: &'static str, errors: &mut FieldErrors) -> Option<bool> {
    let value = required(body, field, errors)?.as_bool();
    if value.is_none() {
        errors.push((field, format!("The {} field must be true or false.", label(field))));
    }
    value
}

fn range(body: &Value, errors: &mut FieldErrors) -> Option<(String, Ipv4Net)> {
    const FIELD: &str = "allow_only_cidr";
    let value = required(body, FIELD, errors)?;
    let read = value.as_str().and_then(|text| Some((text.to_owned(), text.parse::<Ipv4Net>().ok()?)));
    if read.is_none() {
        errors.push((FIELD, format!("The {} field must be a valid IPv4 CIDR range.", label(FIELD))));
    }
    read
}

fn address(body: &Value, errors: &mut FieldErrors) -> Option<Ipv4Addr> {
    const FIELD: &str = "dst_address";
    let read = required(body, FIELD, errors)?.as_str().and_then(|text| text.parse().ok());
    if read.is_none() {
        errors.push((FIELD, format!("The {} field must be a valid IPv4 address.", label(FIELD))));
    }
    read
}

fn port(body: &Value, errors: &mut FieldErrors) -> Option<u16> {
    const FIELD: &str = "dst_port";
    let complaint = match required(body, FIELD, errors)?.as_i64() {
        None => "must be an integer.",
        Some(port) if port < 1 => "must be at least 1.",
        Some(port) => match u16::try_from(port) {
            Ok(port) => return Some(port),
            Err(_) => "must not be greater than 65535.",
        },
    };
    errors.push((FIELD, format!("The {} field {complaint}", label(FIELD))));
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body() -> Value {
        json!({"expire_after_minutes": 60, "type": "ssh", "full_access": true,
               "allow_rfc1918": false, "allow_only_cidr": "203.0.113.42/32"})
    }

    fn fields(body: &Value) -> Vec<&'static str> {
        AccessRequest::from_body(body).unwrap_err().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn the_documented_body_is_accepted() {
        let request = AccessRequest::from_body(&body()).unwrap();
        assert_eq!((request.minutes, request.protocol), (60, Protocol::Ssh));
    }

    #[test]
    fn all_five_fields_are_required() {
        assert_eq!(fields(&json!({})).len(), 5);
        assert_eq!(fields(&Value::Null).len(), 5);
    }

    #[test]
    fn durations_outside_a_quarter_hour_to_a_day_are_refused() {
        for minutes in [json!(14), json!(1441), json!(-15), json!(60.5), json!("60")] {
            let mut body = body();
            body["expire_after_minutes"] = minutes;
            assert_eq!(fields(&body), ["expire_after_minutes"]);
        }
        for minutes in [15, 1440] {
            let mut body = body();
            body["expire_after_minutes"] = json!(minutes);
            assert!(AccessRequest::from_body(&body).is_ok());
        }
    }

    #[test]
    fn ranges_are_ipv4_networks() {
        for range in ["10.0.0.1/33", "999.1.1.1/32", "::1/128", "203.0.113.42", "a"] {
            let mut body = body();
            body["allow_only_cidr"] = json!(range);
            assert_eq!(fields(&body), ["allow_only_cidr"]);
        }
    }

    #[test]
    fn a_forward_names_an_ipv4_address_and_a_port() {
        let body = json!({"expire_after_minutes": 60, "allow_only_cidr": "203.0.113.42/32",
                          "dst_address": "192.168.88.10", "dst_port": 443});
        let read = ForwardRequest::from_body(&body).unwrap();
        assert_eq!(read.destination.to_string(), "192.168.88.10:443");
        let wrong = |field: &'static str, value: Value| {
            let mut body = body.clone();
            body[field] = value;
            let errors = ForwardRequest::from_body(&body).unwrap_err();
            assert_eq!(errors.into_iter().map(|(field, _)| field).collect::<Vec<_>>(), [field]);
        };
        for address in [json!("nas.local"), json!("::1"), json!("192.168.88.256"), json!(1), json!(null)] {
            wrong("dst_address", address);
        }
        for port in [json!(0), json!(-1), json!(65_536), json!("80"), json!(80.5)] {
            wrong("dst_port", port);
        }
        assert_eq!(ForwardRequest::from_body(&json!({})).unwrap_err().len(), 4);
    }

    #[test]
    fn private_clients_need_the_range_and_their_own_permission() {
        let range = |allow_rfc1918| SourceRange {
            allow_rfc1918,
            text: String::new(),
            network: "192.168.0.0/16".parse().unwrap(),
        };
        let client = "192.168.1.5".parse().unwrap();
        assert!(!range(false).admits(client));
        assert!(range(true).admits(client));
        assert!(!range(true).admits("10.0.0.1".parse().unwrap()));
        assert!(!range(true).admits("2001:db8::1".parse().unwrap()));
    }
}
