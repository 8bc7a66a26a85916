package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"recette/internal/i18n"
)

// Every sentence that the conductor and its end of the protocol say of the program of the steps is known to the frames:
// none of them stays in English in the record of a French project.
func TestFramed_KnowsWhatTheProgramSays(t *testing.T) {
	fr, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	heads := map[string]map[string]string{
		"../execution": {"ErrWorker": "execution: worker: "},
		"../worker/wire": {
			"ErrWorker": "worker process: ", "ErrProtocol": "worker process: not the step protocol: ",
			"ErrTimeout": "worker process: time is up: ", "ErrGone": "worker process: it is gone: ",
		},
	}
	sentence := regexp.MustCompile(`(?:fmt\.Errorf)\("%w: ([^"%][^"]*)", (Err\w+)`)
	verbs := strings.NewReplacer("%d", "3", "%v", "1m0s", "%s", "go", "%w", "détail")
	found := 0
	for dir, of := range heads {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			// heads, which never stand alone
			if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == "errors.go" {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range sentence.FindAllStringSubmatch(string(data), -1) {
				head, ok := of[m[2]]
				if !ok {
					continue
				}
				found++
				said := verbs.Replace(m[1])
				if got := framed(fr, head+said); strings.Contains(got, strings.TrimSuffix(said, ": détail")) {
					t.Errorf("%s: %q stays as it is: %q", file, head+said, got)
				}
			}
		}
	}
	if found < 15 {
		t.Errorf("%d sentences were found: the test looks at nothing", found)
	}
}

// What the author of a step writes stays, though the program says something like it.
func TestFramed_LeavesWhatAnAuthorWrites(t *testing.T) {
	fr, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{
		"step 3 expected", "EOF", "hello: monde", "no welcome", "no greeting: EOF", "it is gone",
	} {
		if got := framed(fr, said); got != said {
			t.Errorf("framed(%q) = %q", said, got)
		}
	}
}
