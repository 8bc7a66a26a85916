package reference

import (
	"errors"
	"testing"
	"testing/fstest"
)

// A decision opens something when its page says that somebody took it, and in no other case.
func TestCheckActed(t *testing.T) {
	project := fstest.MapFS{"decisions/DEC-0006.md": {Data: []byte("# DEC-0006\n")}, "DEC-0009.md": {
		Data: []byte("# DEC-0009\n\n- **Statut** : actée\n"),
	}}
	for file, status := range map[string]string{
		"DEC-0001": "actée", "DEC-0002": "Acted", "DEC-0003": "proposée", "DEC-0004": "rejetée",
		"DEC-0005": "remplacée par DEC-0001",
	} {
		page := "# " + file + "\n\n- **Statut** : " + status + "\n"
		project["decisions/"+file+".md"] = &fstest.MapFile{Data: []byte(page)}
	}
	for number, want := range map[string]error{
		"DEC-0001": nil, "DEC-0002": nil, "DEC-0003": ErrUnacted, "DEC-0004": ErrUnacted, "DEC-0005": ErrUnacted,
		"DEC-0006": ErrUnacted, "DEC-0007": ErrNoDecision, "../DEC-0009": ErrNoDecision, "x/DEC-0001": ErrNoDecision,
		"": ErrNoDecision, "..": ErrNoDecision,
	} {
		if err := CheckActed(project, number); !errors.Is(err, want) || (want == nil) != (err == nil) {
			t.Errorf("%q: %v, want %v", number, err, want)
		}
	}
}
