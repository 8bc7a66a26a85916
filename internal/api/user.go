package api

import "recette/internal/campaign"

// UserList is the document of "recette user list" and "recette user show", version 1.
type UserList struct {
	V     int    `json:"v"`
	Users []user `json:"users"`
}

type user struct {
	Ref     string       `json:"ref"`
	Name    string       `json:"name"`
	Revoked bool         `json:"revoked,omitempty"`
	Account string       `json:"account,omitempty"` // since when they enter the pages by a password
	Invited string       `json:"invited,omitempty"` // until when they may choose one
	Held    []userHeld   `json:"held"`
	Changes []userChange `json:"changes"`
}

type userHeld struct {
	Role      string   `json:"role"`
	Perimeter []string `json:"perimeter,omitempty"`
	Campaign  string   `json:"campaign,omitempty"` // by the plan of which they hold it
	Branch    string   `json:"branch,omitempty"`   // of a référent, who is held to it
}

type userChange struct {
	At        string   `json:"at"`
	Act       string   `json:"act"` // add, role, perimeter, revoke
	Roles     []string `json:"roles,omitempty"`
	Perimeter []string `json:"perimeter,omitempty"`
	By        string   `json:"by"`
	Reason    string   `json:"reason"`
}

// NewUserList lists the people of a project. An erased name or text is an empty string. enters gives since when
// somebody has an account, and until when they are invited to choose its password, by their reference.
func NewUserList(all []campaign.Person, enters func(ref string) (since, until string)) UserList {
	doc := UserList{V: 1, Users: []user{}}
	for i := range all {
		p := &all[i]
		one := user{Ref: p.Ref, Name: p.Name, Revoked: p.Revoked, Held: []userHeld{}, Changes: []userChange{}}
		one.Account, one.Invited = enters(p.Ref)
		for _, h := range p.Held {
			one.Held = append(one.Held, userHeld{string(h.Role), h.Perimeter, h.Campaign, h.Branch})
		}
		for k := range p.Changes {
			c := &p.Changes[k]
			one.Changes = append(one.Changes, userChange{
				At: c.At, Act: c.Act, Roles: c.Roles, Perimeter: c.Perimeter, By: c.ByName, Reason: c.Reason,
			})
		}
		doc.Users = append(doc.Users, one)
	}
	return doc
}
