package archtest

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestComments_CiteWhatAReaderCanOpen holds that nothing cites a text that a reader of the repository cannot open: a
// comment cites a page of docs/, a page that a user's project has, a test, or what is public. A page is there or it is
// not; notes are known by their names, and a trap by its number outside the tests that list them.
func TestComments_CiteWhatAReaderCanOpen(t *testing.T) {
	root := filepath.Join("..", "..")
	notes := regexp.MustCompile(`DESIGN\.md|recette-practice|guided-execution|\btrap T\d+|` +
		`\b(reliability|signing|authoring|performance|runner|workers|web|models)(\.md| \d+\.\d)`)
	page := regexp.MustCompile(`[\w*./-]+\.md\b`)
	ofProjects := regexp.MustCompile(`^(rules|decisions)/[\w*-]+\.md$`)
	looked := 0
	err := Own(root, func(name string) error {
		switch path.Ext(name) {
		case ".go", ".md", ".txt", ".txtar", ".feature", ".yaml", ".css", ".js":
		default:
			return nil
		}
		if path.Base(name) == "comments_test.go" {
			return nil
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		looked++
		for i, line := range strings.Split(string(data), "\n") {
			if m := notes.FindString(line); m != "" {
				t.Errorf("%s:%d cites %q, which is not in the repository", name, i+1, m)
			}
			_, comment, found := strings.Cut(line, "// ")
			if !found || path.Ext(name) != ".go" {
				continue
			}
			for _, cited := range page.FindAllString(comment, -1) {
				if _, err := os.Stat(filepath.Join(root, cited)); err != nil && !ofProjects.MatchString(cited) {
					t.Errorf("%s:%d cites %q, which is not in the repository", name, i+1, cited)
				}
			}
		}
		return nil
	})
	if err != nil || looked < 500 {
		t.Fatalf("%d files read, error %v", looked, err)
	}
}
