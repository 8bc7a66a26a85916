package archtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// absent are the names of texts that a reader of the repository cannot open: notes of the design and of what was measured.
// A comment cites a page of docs/, a test, or what is public.
var absent = regexp.MustCompile(`DESIGN\.md|recette-practice|guided-execution|` +
	`\b(reliability|signing|authoring|performance|runner|workers|web|models)(\.md| \d+\.\d)`)

func TestComments_CiteWhatAReaderCanOpen(t *testing.T) {
	looked := 0
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return fs.SkipDir
		}
		switch filepath.Ext(path) {
		case ".go", ".md", ".txt", ".txtar", ".feature", ".yaml", ".css", ".js":
		default:
			return nil
		}
		if d.IsDir() || filepath.Base(path) == "comments_test.go" {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		looked++
		for i, line := range strings.Split(string(data), "\n") {
			if m := absent.FindString(line); m != "" {
				t.Errorf("%s:%d cites %q, which is not in the repository", path, i+1, m)
			}
		}
		return nil
	})
	if err != nil || looked < 500 {
		t.Fatalf("%d files read, error %v", looked, err)
	}
}
