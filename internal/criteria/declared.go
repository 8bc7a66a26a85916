package criteria

import "recette/internal/reference"

// Declaration is a criterion and the story that declares it.
type Declaration struct {
	reference.Criterion
	Story string // empty: that of a feature of no story
}

// Declared is what a project promises: by story the criteria of its file of stories when that lists any, else those of
// the descriptions of its features. The two are never mixed: one list is the whole promise.
type Declared struct {
	Lists map[string][]reference.Criterion // by story, as declared
	First map[string]string                // by criterion, the story that declares it first
	Order []Declaration                    // each criterion once: of the file of stories, then of descriptions
	Again []Declaration                    // those that another story declared before
}

// Declare attaches each criterion to the story that declares it first. described are the criteria of descriptions, in
// the order of their files.
func Declare(set *reference.Set, described []Declaration) Declared {
	d := Declared{Lists: map[string][]reference.Criterion{}, First: map[string]string{}}
	var stories []string
	for i := range set.Stories {
		stories = append(stories, set.Stories[i].ID)
	}
	for i := range described {
		story := described[i].Story
		stories = append(stories, story)
		d.Lists[story] = append(d.Lists[story], described[i].Criterion)
	}
	done := map[string]bool{}
	for _, story := range stories {
		if done[story] {
			continue
		}
		done[story] = true
		list := set.CriteriaOf(story, d.Lists[story])
		if len(list) > 0 {
			d.Lists[story] = list
		}
		for _, c := range list {
			first, twice := d.First[c.ID]
			switch {
			case c.ID == "":
			case !twice:
				d.First[c.ID] = story
				d.Order = append(d.Order, Declaration{c, story})
			case first != story:
				d.Again = append(d.Again, Declaration{c, story})
			}
		}
	}
	return d
}
