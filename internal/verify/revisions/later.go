package revisions

import (
	"slices"

	"recette/internal/pdf"
)

// later judges revision i (from 0, so at least 1) against the one before. The product's only later revision is one
// signature: its objects are the signed field, with V and AP added and nothing else; the catalog, with Perms added,
// when the signature certifies; and new objects that only V and AP lead to. The judgement is on the list of objects
// that the revision brings, which no second path can hide; paths only name what is found.
func (j *judge) later(i int) {
	a, b, rev := j.docs[i-1], j.docs[i], &j.revs[i]
	l := &update{judge: j, a: a, b: b, rev: i, fresh: map[int]bool{}}
	if j.whole[i] = j.whole[i-1] && l.leads(rev.Entries); !j.whole[i] {
		j.objects(i, l.after())
	}
	var changed []int
	for _, e := range rev.Entries {
		old, known := a.Lookup(e.Num)
		known = known && old.Kind != pdf.Free
		switch {
		case e.Kind == pdf.Free && e.Num == 0:
		case e.Kind != pdf.InUse || e.Gen != 0:
			l.changed(l.before().path(e.Num))
		case known:
			changed = append(changed, e.Num)
		default:
			l.fresh[e.Num] = true
		}
	}
	l.trailer()
	field, value := l.signing()
	if value.Num == 0 {
		j.say(Fault{Kind: Unsigned, Revision: i + 1})
	}
	for _, n := range changed {
		l.replaced(n, field, value)
	}
	l.newcomers(field, value)
}

// update is the step from one revision to the next.
type update struct {
	*judge
	a, b  *pdf.Document
	rev   int          // from 0
	fresh map[int]bool // numbers of new objects
}

// before and after are the walks of both revisions. Only what is found needs its name: a signature alone asks for none.
func (l *update) before() *graph { return l.graph(l.rev - 1) }

func (l *update) after() *graph { return l.graph(l.rev) }

// leads tells whether all that a revision brings can be read and leads to objects that exist. After a revision that is
// whole itself, a walk of this one would then find nothing either: what it leaves as it was leads where it led, as long
// as no number or stream took the place of what another object is read with.
func (l *update) leads(entries []pdf.XRefEntry) bool {
	sound := true
	each := func(o pdf.Object, _ trail) {
		if r, ok := o.(pdf.Ref); ok {
			e, known := l.b.Lookup(r.Num)
			sound = sound && known && e.Kind != pdf.Free && e.Gen == r.Gen
		}
	}
	visit(l.b.Trailer(), nil, each)
	for _, e := range entries {
		if e.Kind == pdf.Free && e.Num == 0 {
			continue
		}
		if e.Kind != pdf.InUse || e.Gen != 0 {
			return false
		}
		o, err := l.b.Get(pdf.Ref{Num: e.Num})
		if err != nil {
			return false
		}
		if old, known := l.a.Lookup(e.Num); known {
			if _, _, dictionaries := dicts(get(l.a, e.Num), o); !dictionaries || old.Kind != pdf.InUse || old.Gen != 0 {
				return false
			}
		}
		visit(o, nil, each)
	}
	return sound && l.budget.Err() == nil
}

func (l *update) changed(path string) { l.say(Fault{Kind: Changed, Path: path}) }

// trailer accepts what an update must change: Size, Prev and the second half of the identifier (14.4).
func (l *update) trailer() {
	x, y := l.a.Trailer().Clone(), l.b.Trailer().Clone()
	for _, d := range []*pdf.Dict{x, y} {
		d.Delete("Size")
		d.Delete("Prev")
	}
	one, two := l.a.Array(x.Get("ID")), l.b.Array(y.Get("ID"))
	if len(one) == 2 && len(two) == 2 && pdf.Equal(one[0], two[0]) {
		x.Delete("ID")
		y.Delete("ID")
	}
	for _, p := range differences("trailer", x, y) {
		l.changed(p)
	}
}

// signing gives the field that this revision signs and the reference of its value; zeros when it is not exactly one.
func (l *update) signing() (field, value pdf.Ref) {
	for _, r := range SignatureFields(l.b) {
		old, now := l.a.Dict(r), l.b.Dict(r)
		if old == nil || old.Has("V") || !now.Has("V") {
			continue
		}
		v, ok := now.Get("V").(pdf.Ref)
		if !ok || !l.fresh[v.Num] || field.Num != 0 {
			return pdf.Ref{}, pdf.Ref{}
		}
		field, value = r, v
	}
	return field, value
}

// replaced judges an object that existed before.
func (l *update) replaced(n int, field, value pdf.Ref) {
	old, now := get(l.a, n), get(l.b, n)
	if n == field.Num && value.Num != 0 {
		if x, y, ok := dicts(old, now); ok && l.field(x, y) {
			return
		}
	}
	root, _ := l.a.Trailer().Get("Root").(pdf.Ref)
	if n == root.Num && value.Num != 0 && l.certifies(old, now, value) {
		return
	}
	path := l.before().path(n)
	if !l.before().met(n) {
		path = l.after().path(n)
	}
	paths := differences(path, old, now)
	if len(paths) == 0 {
		paths = []string{path} // rewritten as it was: the product does not
	}
	for _, p := range paths {
		l.changed(p)
	}
}

func dicts(a, b pdf.Object) (x, y *pdf.Dict, ok bool) {
	x, one := a.(*pdf.Dict)
	y, two := b.(*pdf.Dict)
	return x, y, one && two
}

// field accepts V, and an appearance of one new form, on a field that is otherwise as it was.
func (l *update) field(x, y *pdf.Dict) bool {
	was, is := x.Clone(), y.Clone()
	is.Delete("V")
	if !pdf.Equal(x.Get("AP"), y.Get("AP")) {
		ap, ok := y.Get("AP").(*pdf.Dict)
		if !ok || len(ap.Entries) != 1 {
			return false
		}
		form, ok := ap.Get("N").(pdf.Ref)
		if s := l.b.Stream(form); !ok || !l.fresh[form.Num] || s == nil || l.b.Name(s.Dict.Get("Subtype")) != "Form" {
			return false
		}
	}
	was.Delete("AP")
	is.Delete("AP")
	return pdf.Equal(was, is)
}

// certifies accepts Perms on a catalog that is otherwise as it was, naming the signature of this revision.
func (l *update) certifies(old, now pdf.Object, value pdf.Ref) bool {
	x, y, ok := dicts(old, now)
	if !ok || x.Has("Perms") {
		return false
	}
	perms, ok := y.Get("Perms").(*pdf.Dict)
	if !ok || len(perms.Entries) != 1 || !pdf.Equal(perms.Get("DocMDP"), value) {
		return false
	}
	is := y.Clone()
	is.Delete("Perms")
	return pdf.Equal(x, is)
}

// newcomers walks from V and AP over the new objects: they lead to new objects only, and to all of them. What they hold
// obeys the rules of revision 1.
func (l *update) newcomers(field, value pdf.Ref) {
	met := map[int]bool{}
	var todo []int
	name := func() string { return l.before().path(field.Num) }
	each := func(o pdf.Object, at trail) {
		switch v := o.(type) {
		case pdf.Ref:
			if !l.fresh[v.Num] || v.Gen != 0 {
				l.changed(name() + at.String())
			} else if !met[v.Num] {
				met[v.Num] = true
				todo = append(todo, v.Num)
			}
		case *pdf.Stream:
			if v.Dict.Has("F") {
				l.changed(name() + at.String() + "/F")
			}
		case *pdf.Dict:
			for _, e := range v.Entries {
				if e.Key == "A" || e.Key == "EF" || acts(e.Key) {
					l.changed(name() + at.String() + "/" + string(e.Key))
				}
			}
		}
	}
	if value.Num != 0 {
		visit(value, trail{{key: "V"}}, each)
		if ap := l.b.Dict(field).Get("AP"); !pdf.Equal(ap, l.a.Dict(field).Get("AP")) {
			visit(ap, trail{{key: "AP"}}, each)
		}
	}
	for i := 0; i < len(todo); i++ {
		name = func() string { return l.after().path(todo[i]) }
		visit(get(l.b, todo[i]), nil, each)
	}
	rest := make([]int, 0, len(l.fresh))
	for n := range l.fresh {
		if !met[n] {
			rest = append(rest, n)
		}
	}
	slices.Sort(rest)
	for _, n := range rest {
		l.changed(l.after().path(n))
	}
}
