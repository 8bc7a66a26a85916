package plan

import "slices"

// Nameless gives a plan that names by their reference those whom hides tells, where it names them for what they do:
// among those who take part, and in the sessions that it foresees. The rest stands as it was frozen. The plan itself is
// left alone.
func (m *Manifest) Nameless(hides func(ref string) bool) Manifest {
	out := *m
	said := map[string]string{} // by folded name
	for i := range m.Parties {
		if p := &m.Parties[i]; hides(p.Ref) {
			said[FoldName(p.Name)] = p.Ref
		}
	}
	if len(said) == 0 {
		return out
	}
	out.Parties = slices.Clone(m.Parties)
	for i := range out.Parties {
		if p := &out.Parties[i]; hides(p.Ref) {
			p.Name = p.Ref
		}
	}
	if m.Sections == nil {
		return out
	}
	sections := *m.Sections
	sections.Sessions = slices.Clone(sections.Sessions)
	word := func(name string) string {
		if ref, ok := said[FoldName(name)]; ok {
			return ref
		}
		return name
	}
	for i := range sections.Sessions {
		s := &sections.Sessions[i]
		s.Animator, s.Testers = word(s.Animator), slices.Clone(s.Testers)
		for k := range s.Testers {
			s.Testers[k] = word(s.Testers[k])
		}
	}
	out.Sections = &sections
	return out
}
