package workspace

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/meant"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/reference"
	"recette/internal/yamldoc"
)

// DataSet is a data set of the project, with the cases that name it. One that cases name and the project does not keep
// has a code and no digest.
type DataSet struct {
	reference.DataSet
	Cases []string // ids, in the order of the files
	path  string   // of the first of them
	line  int
}

// Kept tells whether the project keeps the set.
func (d *DataSet) Kept() bool { return d.SHA256 != "" }

// DataSets gives the data sets that the project keeps, in the order of their files, then those that cases name and the
// project does not keep. catalogue.Case.Played says which a case names. It returns a *FeaturesError.
func (p *Project) DataSets(ctx context.Context) ([]DataSet, *reference.Set, error) {
	p = p.once()
	refs, _ := p.References() // what is wrong with the files is in the set
	var all []DataSet
	at := map[string]int{}
	for _, d := range refs.DataSets {
		if _, twice := at[d.Code]; twice {
			continue
		}
		at[d.Code] = len(all)
		all = append(all, DataSet{DataSet: d})
	}
	prefix, codes := p.Tags.DataPrefix(), refs.DataCodes()
	err := p.Read(ctx, p.Features, func(f *catalogue.File) {
		for i := range f.Cases {
			c := &f.Cases[i]
			for _, code := range c.Played(prefix, codes) {
				k, known := at[code]
				if !known {
					k = len(all)
					at[code] = k
					all = append(all, DataSet{DataSet: reference.DataSet{Code: strings.Clone(code)}})
				}
				d := &all[k]
				if len(d.Cases) == 0 {
					d.path, d.line = f.Path, c.Line
				}
				d.Cases = append(d.Cases, strings.Clone(c.ID))
			}
		}
	})
	return all, refs, err
}

// What can be wrong with the data sets of a project, beside what is with their files.
const (
	dataUnknown  yamldoc.Code = "data_unknown"  // args: the code, the first case that names it
	dataPersonal yamldoc.Code = "data_personal" // args: the value, a fictive one, the option that admits it
	dataChanged  yamldoc.Code = "data_changed"  // args: the code, a campaign that froze another file
	dataGone     yamldoc.Code = "data_gone"     // args: the same, where the file is no more
)

// FrozenData is what a campaign froze of the data sets.
type FrozenData struct {
	Campaign string
	Sets     []plan.DataSet
}

// DataState is where the file of a data set stands to what a campaign froze.
type DataState string

// The states of a data set in a campaign.
const (
	dataSame    DataState = "same"
	dataMoved   DataState = "changed"
	dataLost    DataState = "gone"     // frozen, and no more there
	dataUnbound DataState = "unfrozen" // the campaign knows the set and froze no file
)

// State says where a data set stands in a campaign; false when the campaign does not know it.
func (f *FrozenData) State(code, sha256 string) (DataState, bool) {
	i := slices.IndexFunc(f.Sets, func(d plan.DataSet) bool { return d.Code == code })
	switch {
	case i < 0:
		return "", false
	case f.Sets[i].SHA256 == "":
		return dataUnbound, true
	case sha256 == "":
		return dataLost, true
	case f.Sets[i].SHA256 != sha256:
		return dataMoved, true
	}
	return dataSame, true
}

// MovedData is a data set whose file is not the one that a campaign froze.
type MovedData struct {
	Code, Path string
	State      DataState // changed or gone
	SHA256     string    // hex, of the file that is there; empty when it is gone
}

// MovedData gives the data sets of a campaign whose file is not the one that was frozen, in the order of its plan. The
// files are read each time, and none is parsed.
func (p *Project) MovedData(frozen []plan.DataSet) []MovedData {
	return moved(&FrozenData{Sets: frozen}, reference.DataSums(p.Tree()))
}

// moved compares what a campaign froze with the digests of the files, by code.
func moved(f *FrozenData, sums map[string]string) (list []MovedData) {
	for _, d := range f.Sets {
		if state, _ := f.State(d.Code, sums[d.Code]); state == dataMoved || state == dataLost {
			list = append(list, MovedData{d.Code, dataPath(d.Code), state, sums[d.Code]})
		}
	}
	return list
}

// NamingData gives the data sets that the rows of a campaign name, among those of which it froze a file, by row.
func (p *Project) NamingData(m *plan.Manifest) map[string][]string {
	var frozen []string
	for _, d := range m.DataSets {
		if d.SHA256 != "" {
			frozen = append(frozen, d.Code)
		}
	}
	prefix := p.Tags.DataPrefix()
	naming := map[string][]string{}
	if len(frozen) == 0 {
		return naming
	}
	for i := range m.Cases {
		c := &m.Cases[i]
		codes := slices.DeleteFunc(c.Played(prefix, frozen), func(code string) bool {
			return !slices.Contains(frozen, code)
		})
		if len(codes) > 0 {
			naming[c.ID] = codes
		}
	}
	return naming
}

// CheckData says how many data sets the project keeps, and what is wrong with them: their files, what cases name and
// nobody keeps, sets without an origin, personal data, and files that are not those that open campaigns froze. It
// returns a *FeaturesError or a *ConfigError.
func (p *Project) CheckData(
	ctx context.Context, frozen []FrozenData,
) (kept int, found []yamldoc.Problem, err error) {
	p = p.once()
	sets, refs, err := p.DataSets(ctx)
	if err != nil {
		return 0, nil, err
	}
	for _, x := range refs.Problems {
		if _, ok := reference.DataCode(x.File); ok {
			found = append(found, x)
		}
	}
	for i := range sets {
		d := &sets[i]
		if d.Kept() {
			found = append(found, incomplete(d)...)
			continue
		}
		found = append(found, yamldoc.Problem{
			File: d.path, Line: d.line, Column: 1, Code: dataUnknown, Args: []string{d.Code, d.Cases[0]},
			Suggest: meant.Nearest(d.Code, refs.DataCodes()),
		})
	}
	personal, err := p.personal(sets)
	if err != nil {
		return 0, nil, err
	}
	found = append(append(found, personal...), drifted(sets, frozen)...)
	slices.SortStableFunc(found, func(a, b yamldoc.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return len(refs.DataSets), found, nil
}

// dataPath is where the file of a data set stands.
func dataPath(code string) string { return path.Join(string(reference.DataSets), code+".yaml") }

// incomplete says what a data set does not give: who answers for it, where it comes from, how it is loaded and put
// back.
func incomplete(d *DataSet) []yamldoc.Problem {
	var found []yamldoc.Problem
	for _, x := range []struct {
		key   string
		given bool
	}{
		{"owner", strings.TrimSpace(d.Owner) != ""},
		{"origin", d.Origin != ""},
		{"load", d.Load.Given()},
		{"reset", d.Reset.Given()},
	} {
		if !x.given {
			found = append(found, yamldoc.Problem{
				File: d.At.Path, Line: d.At.Line, Column: d.At.Column, Code: yamldoc.Missing, Args: []string{x.key},
			})
		}
	}
	return found
}

// personal looks for personal data in the files of data sets, as the rule of the features does (D26).
func (p *Project) personal(sets []DataSet) ([]yamldoc.Problem, error) {
	settings, err := lint.Settings(project.FileName, "lint.rules", p.Lint.Rules, rules.All())
	if err != nil {
		return nil, &ConfigError{Err: err}
	}
	scan := rules.PersonalData(settings)
	if scan == nil {
		return nil, nil
	}
	var found []yamldoc.Problem
	for i := range sets {
		d := &sets[i]
		if !d.Kept() {
			continue
		}
		n := 0
		for line := range strings.SplitSeq(string(d.Bytes), "\n") {
			n++
			for _, v := range scan(line) {
				found = append(found, yamldoc.Problem{
					File: d.At.Path, Line: n, Column: v.Column, Code: dataPersonal,
					Args: []string{v.Text, v.Sample, v.Option},
				})
			}
		}
	}
	return found, nil
}

// drifted says which files are not those that campaigns froze.
func drifted(sets []DataSet, frozen []FrozenData) []yamldoc.Problem {
	now := map[string]string{}
	for i := range sets {
		now[sets[i].Code] = sets[i].SHA256
	}
	var found []yamldoc.Problem
	for i := range frozen {
		for _, d := range moved(&frozen[i], now) {
			x := yamldoc.Problem{
				File: d.Path, Line: 1, Column: 1, Code: dataChanged, Args: []string{d.Code, frozen[i].Campaign},
			}
			if d.State == dataLost {
				x.Code = dataGone
			}
			found = append(found, x)
		}
	}
	return found
}
