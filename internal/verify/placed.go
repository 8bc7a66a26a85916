package verify

import (
	"math"
	"reflect"
	"slices"
	"strconv"

	"recette/internal/journal"
)

// badPlaces says that a leaf erases names at places of the plan where it names no such person.
const badPlaces = "places"

// naming is where a plan names people, those who take part aside: each text of it, and no other, may be erased there.
type naming struct {
	Client     represented `json:"client"`
	Supplier   represented `json:"supplier"`
	Journeys   []owned     `json:"journeys"`
	DataSets   []owned     `json:"data_sets"`
	Entry      []measured  `json:"entry_criteria"`
	Exit       []measured  `json:"exit_criteria"`
	OutOfScope []struct {
		AgreedBy string `json:"agreed_by"`
	} `json:"out_of_scope"`
	Sections struct {
		Author   string   `json:"author"`
		History  []author `json:"history"`
		Expected struct {
			By string `json:"by"`
		} `json:"expected_decision"`
		Contacts []struct {
			Name string `json:"name"`
		} `json:"contacts"`
		Risks  []owned `json:"risks"`
		Levels []struct {
			Who []string `json:"who"`
		} `json:"levels"`
		Sessions []struct {
			Animator string   `json:"animator"`
			Testers  []string `json:"testers"`
		} `json:"sessions"`
		Suspension []measured `json:"suspension_criteria"`
		Resumption []measured `json:"resumption_criteria"`
		Anomalies  struct {
			Qualified []string `json:"qualified_by"`
		} `json:"anomaly_rules"`
		Committees []struct {
			Members []string `json:"members"`
		} `json:"committees"`
		Duties []struct {
			Accountable string   `json:"accountable"`
			Responsible []string `json:"responsible"`
			Consulted   []string `json:"consulted"`
			Informed    []string `json:"informed"`
		} `json:"responsibilities"`
		Deputies []struct {
			Of string `json:"of"`
			By string `json:"by"`
		} `json:"deputies"`
		Deliverables []owned `json:"deliverables"`
		Distribution struct {
			Recipients []string `json:"recipients"`
		} `json:"distribution"`
		Approval []meant `json:"approval"`
		Authors  []meant `json:"authors"`
		Signoff  struct {
			Visas []meant `json:"visas"`
			Noted []meant `json:"noted_by"`
		} `json:"signoff"`
	} `json:"sections"`
}

type (
	represented struct {
		Representative string `json:"representative"`
	}
	owned struct {
		Owner string `json:"owner"`
	}
	measured struct {
		By       string `json:"measured_by"`
		Attested string `json:"attested_by"`
	}
	author struct {
		Author string `json:"author"`
	}
	meant struct {
		Who string `json:"who"`
	}
)

// texts gives each text of a value, by its path (RFC 6901).
func texts(v reflect.Value, path string, into map[string]string) {
	switch v.Kind() {
	case reflect.String:
		into[path] = v.String()
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), path+"/"+v.Type().Field(i).Tag.Get("json"), into)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), path+"/"+strconv.Itoa(i), into)
		}
	default:
	}
}

// erasedPlace is a place of the plan of the PV where a leaf erased a name.
type erasedPlace struct {
	journal.Place
	said string // empty: the plan names nobody there
}

// erasures are, by leaf, places of the plan of the PV where it erased names.
type erasures map[*journal.Leaf][]erasedPlace

// erasedPlaces gives, by leaf, the places of the plan of the PV where names were erased.
func (c *check) erasedPlaces() erasures {
	if c.places != nil {
		return c.places
	}
	c.places = erasures{}
	for i := range c.proven {
		l := &c.proven[i].leaf
		if l.Erase == nil || !c.canon.lives || c.budget.Work(len(l.Erase.Places)) != nil {
			continue
		}
		for _, p := range l.Erase.Places {
			if p.Manifest == c.planSum {
				c.places[l] = append(c.places[l], erasedPlace{p, c.namings()[p.Path]})
			}
		}
	}
	return c.places
}

// namings reads the places where the plan names people, once, and only when a name was erased there or in a plan of
// before.
func (c *check) namings() map[string]string {
	if c.said == nil {
		var m naming
		c.said = map[string]string{}
		if c.files[manifestName].decode(&m) == nil { // it was read before: what is wrong with it was said
			texts(reflect.ValueOf(m), "", c.said)
		}
	}
	return c.said
}

// namedIn tells whether a leaf erased the name of somebody at places of the plan, or of one of before whose names the
// plan has their reference for.
func (c *check) namedIn(l *journal.Leaf, ref string) bool {
	if slices.ContainsFunc(c.erasedPlaces()[l], func(p erasedPlace) bool { return p.Ref == ref }) {
		return true
	}
	apart := slices.ContainsFunc(l.Erase.Places, func(p journal.Place) bool { return p.Ref == ref })
	return apart && c.putFor(ref)
}

// putFor tells whether the plan has a reference in the place of a name.
func (c *check) putFor(ref string) bool {
	for _, said := range c.namings() {
		if said == ref {
			return true
		}
	}
	return false
}

// placesErased judges where names of the plan were erased, and says what was: a place names somebody who takes no part;
// each reference stands for one person, and each name for one reference.
func (c *check) placesErased(f *fold) {
	refs := map[string]string{} // by name
	for i := range c.proven {
		l := &c.proven[i].leaf
		list := c.erasedPlaces()[l]
		if len(list) == 0 || c.budget.Work(len(list)*(len(c.planned)+len(list))) != nil {
			continue
		}
		names := map[string][]string{} // texts by reference
		sound := true
		for _, p := range list {
			key := keyed(p.said)
			if refs[key] == "" {
				refs[key] = p.Ref
			}
			sound = sound && key != "" && refs[key] == p.Ref
			names[p.Ref] = append(names[p.Ref], written(p.said))
		}
		for ref, of := range names {
			sound = sound && akin(of) && !c.partakes(ref, of)
		}
		if !sound {
			f.flaws = append(f.flaws, flawed{l, badPlaces})
		}
		c.contents.add(info(PlacesErased, strconv.FormatInt(l.Seq, 10), l.At, strconv.Itoa(len(list))))
	}
}

// unnaming is a leaf that erased names which the plan holds, and of how many people nothing shows them again.
type unnaming struct {
	leaf   *journal.Leaf
	people int
}

// nameless gives the leaves that erased names of the plan. Rules of before said nothing of it.
func (c *check) nameless(f *fold) (all []unnaming) {
	if !c.canon.lives {
		return nil
	}
	for i := range c.proven {
		l := &c.proven[i].leaf
		if l.Erase == nil || c.budget.Work(len(l.Erase.Refs)*len(c.planned)+len(l.Erase.Places)) != nil {
			continue
		}
		n := 0
		for _, ref := range l.Erase.Refs {
			at := f.hidden[ref]
			taking := slices.ContainsFunc(c.planned, func(p frozenParty) bool { return p.Ref == ref })
			if (taking || c.namedIn(l, ref)) && at[len(at)-1] == l.Seq && !c.added(ref, l.Seq, math.MaxInt64) {
				n++
			}
		}
		if n > 0 {
			all = append(all, unnaming{l, n})
		}
	}
	return all
}

// shownReasons gives the reasons that the PV shows of them.
func (c *check) shownReasons() (reasons []string) {
	for i := range c.pv.Warnings {
		if w := &c.pv.Warnings[i]; w.Code == "unnamed" && len(w.Args) > 0 {
			reasons = append(reasons, w.Args[len(w.Args)-1])
		}
	}
	return reasons
}
