package reports

import "time"

// PersonChange is a change of what somebody may be in the project.
type PersonChange struct {
	At        time.Time `json:"at"`
	Act       string    `json:"act"` // add, role, perimeter, revoke
	Name      string    `json:"name"`
	Roles     []string  `json:"roles,omitempty"`     // all that they hold from then on
	Perimeter []string  `json:"perimeter,omitempty"` // branches; none: everywhere
	By        string    `json:"by"`
	Reason    string    `json:"reason"`
}

// Identities counts the facts that the PV rests on by what is known of who recorded them.
type Identities struct {
	Declared      int `json:"declared"`
	Authenticated int `json:"authenticated"` // the product, or a signature, tells who they are
}
