//! The words of the product as types: what cannot be said with them cannot be sent to the API or to a program.

mod destination;
mod endpoint;
mod ids;
mod login;
mod request;
mod session;
mod site;
mod source_range;
mod tag;
mod warn_time;

pub use destination::{Destination, DestinationProblem, WebScheme};
pub use endpoint::{EndpointProblem, EntryPoint, Host, Port};
pub use ids::{IdProblem, ProfileId, SessionId, SessionKey, SiteId};
pub use login::{Login, LoginProblem, SessionPassword};
pub use request::{Duration, DurationProblem, SessionRequest, Wanted};
pub use session::{Access, AccessSession, Family, Protocol, SessionType};
pub use site::{PolicySet, ServicePolicy, Site};
pub use source_range::{RangeProblem, SourceRange};
pub use tag::{Tag, TagSet};
pub use warn_time::WarnTime;
