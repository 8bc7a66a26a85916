package verify

import "slices"

// roll holds the names that the plan and the journal give, each written once in the way in which it is compared.
type roll struct {
	planned map[string]bool            // of the people and of the parties of the plan
	told    map[string]int64           // of the users whom the journal tells of: the first position at which it did
	refs    map[string]map[string]bool // references of who takes part, or did by the plan
	fixers  map[string][]string        // references of who takes part, by name with its white space folded
}

// keyOf is nameKey, once its cost is counted.
func (c *check) keyOf(name string) string {
	if c.budget.Work(nameWork*len(name)) != nil {
		return ""
	}
	return nameKey(name)
}

// enrol reads the roll once, when who takes part is known.
func (c *check) enrol() *roll {
	if c.roll == nil {
		c.roll = &roll{
			planned: map[string]bool{}, told: map[string]int64{}, refs: map[string]map[string]bool{},
			fixers: map[string][]string{},
		}
		c.enrolPlan()
		c.enrolTold()
	}
	return c.roll
}

func (c *check) enrolPlan() {
	m, r := c.frozen, c.roll
	plan := func(names ...string) {
		for _, name := range names {
			if name != "" {
				r.planned[c.keyOf(name)] = true
			}
		}
	}
	plan(m.Client.Name, m.Client.Representative, m.Supplier.Name, m.Supplier.Representative)
	for _, x := range m.Sections.Contacts {
		plan(x.Name, x.Entity)
	}
	for _, p := range slices.Concat(m.Parties, m.former) {
		plan(p.Name, p.Entity)
		key := c.keyOf(p.Name)
		if r.refs[key] == nil {
			r.refs[key] = map[string]bool{}
		}
		r.refs[key][p.Ref] = true
	}
	for _, p := range m.Parties {
		key := uncased(folded(p.Name))
		r.fixers[key] = append(r.fixers[key], p.Ref)
	}
}

// enrolTold reads the names of the users that the PV tells of: each is known from the first leaf about them on.
func (c *check) enrolTold() {
	first := map[string]int64{} // by reference
	for _, l := range c.users {
		if seq, there := first[l.User.Ref]; !there || l.Seq < seq {
			first[l.User.Ref] = l.Seq
		}
	}
	for i, l := range c.told() {
		name := at(c.pv.People, i).Name
		if name == "" {
			continue
		}
		key := c.keyOf(name)
		if seq, there := c.roll.told[key]; !there || first[l.User.Ref] < seq {
			c.roll.told[key] = first[l.User.Ref]
		}
	}
}
