package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	rights "recette/internal/access"
	"recette/internal/answers"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/execution"
	"recette/internal/i18n"
	"recette/internal/ready"
	"recette/internal/recette"
	"recette/internal/workspace"
)

// A problem of a service is a code, a sentence, what is known of it, a remedy and an exit code, in the reader's
// language.
func TestFailuresAreWorded(t *testing.T) {
	const nb = "\u00a0"
	tests := map[string]struct {
		err    error
		exit   int
		fr, en string // the first lines; the remedy follows
	}{
		"a sentinel": {
			workspace.ErrNoProject, exitUsage,
			"erreur[E010] pas de projet ici" + nb + ": aucun fichier `recette.yaml` dans ce dossier ni au-dessus\n",
			"error[E010] no project here: no `recette.yaml` in this folder or above\n",
		},
		"a sentinel that another hides": {
			fmt.Errorf("open: %w", application.ErrBusy), exitEnv,
			"erreur[E043] la base est tenue par un autre processus\n",
			"error[E043] the database is held by another process\n",
		},
		"a cause of the system": {
			&durable.FileError{Path: "dor.yaml", Err: &fs.PathError{Op: "open", Path: "dor.yaml", Err: syscall.EISDIR}},
			exitEnv,
			"erreur[E040] fichier inaccessible" + nb + ": dor.yaml\n  dor.yaml" + nb + ": c’est un dossier\n",
			"error[E040] file out of reach: dor.yaml\n  dor.yaml: it is a folder\n",
		},
		"a full disk, wherever it is met": {
			&durable.FileError{Path: "dor.yaml", Err: syscall.EDQUOT}, exitEnv,
			"erreur[E042] espace disque insuffisant" + nb + ": la dernière saisie n’est pas enregistrée\n" +
				"  le quota de disque est atteint\n",
			"error[E042] not enough disk space: the last entry is not recorded\n  the disk quota is reached\n",
		},
		"a file saved meanwhile": {
			&durable.FileError{Path: "é.feature", Err: durable.ErrChanged}, exitEnv,
			"erreur[E037] «" + nb + "é.feature" + nb + "» a changé entre-temps" + nb + ": rien n’y est écrit\n",
			"error[E037] \"é.feature\" changed meanwhile: nothing is written to it\n",
		},
		"a file in the way": {
			&durable.FileError{Path: "plans/é.yaml", Err: fs.ErrExist}, exitUsage,
			"erreur[E020] «" + nb + "plans/é.yaml" + nb + "» existe déjà" + nb + "; rien n’a été écrit\n",
			"error[E020] \"plans/é.yaml\" exists already; nothing was written\n",
		},
		"a right, with those who have it": {
			&rights.DeniedError{Ref: "p1", Role: recette.Tester, Action: rights.AssignAnomaly, Cause: rights.CauseRole},
			exitRefused,
			"erreur[E060] vous n’avez pas le droit de faire cela\n" +
				"  règle «" + nb + "confier une anomalie" + nb + "»" + nb + ": ce rôle n’a pas ce droit" + nb +
				"; rôles qui l’ont" + nb + ": PPO, QA\n",
			"error[E060] you may not do this\n  rule “assign an anomaly”: this role has not this right; roles that " +
				"have it: PPO, QA\n",
		},
		"a right that is only proposed": {
			&rights.DeniedError{
				Ref: "p1", Role: recette.PPO, Action: rights.DowngradeAnomaly, Cause: rights.CauseRole,
				Right: rights.Proposes,
			},
			exitRefused,
			"erreur[E060] vous n’avez pas le droit de faire cela\n" +
				"  règle «" + nb + "abaisser une anomalie bloquante" + nb + "»" + nb +
				": ce rôle peut seulement le proposer" + nb + "; rôles qui l’ont" + nb + ": PO\n",
			"error[E060] you may not do this\n  rule “lower a blocking anomaly”: this role may only propose it; " +
				"roles that have it: PO\n",
		},
		"another branch": {
			&rights.DeniedError{
				Ref: "p1", Role: recette.QA, Action: rights.InvalidateResult, Cause: rights.CausePerimeter,
				Branch: "Corse", Perimeter: []string{"Bretagne", "Rhône"},
			},
			exitRefused,
			"erreur[E060] vous n’avez pas le droit de faire cela\n" +
				"  règle «" + nb + "invalider un résultat" + nb + "»" + nb + ": cela porte sur l’antenne Corse, " +
				"hors du périmètre de cette personne (Bretagne, Rhône)" + nb + "; rôles qui l’ont" + nb + ": QA\n",
			"error[E060] you may not do this\n  rule “invalidate a result”: it is of the branch Corse, outside " +
				"of this person’s perimeter (Bretagne, Rhône); roles that have it: QA\n",
		},
		"a right of another kind": {
			&rights.DeniedError{Ref: "p1", Role: recette.PO, Action: rights.SignPO, Cause: rights.CauseSameSigner},
			exitRefused,
			"erreur[E060] vous n’avez pas le droit de faire cela\n" +
				"  la même personne a déjà signé ce PV sous un autre rôle\n",
			"error[E060] you may not do this\n  the same person has signed this PV under another " +
				"role\n",
		},
		"a field": {
			&campaign.FieldError{Field: "summary", Kind: campaign.ErrIncomplete}, exitUsage,
			"erreur[E025] il manque une valeur obligatoire\n  le résumé (`--summary`)\n",
			"error[E025] a mandatory value is missing\n  the summary (`--summary`)\n",
		},
		"an answer": {
			&execution.AnswerError{Case: "SC-1", Step: 1, Field: "observed", Missing: true}, exitUsage,
			"erreur[E026] une valeur n’est pas valable\n  «" + nb + "SC-1" + nb + "», pas 2" + nb +
				": il manque ce qui a été constaté\n",
			"error[E026] a value is not valid\n  “SC-1”, step 2: what was observed is missing\n",
		},
		"a step without an answer": {
			&answers.NoneError{Case: "SC-1", Step: 0, Text: "il pleut"}, exitUsage,
			"erreur[E027] le fichier de réponses ne dit rien d’un pas\n  «" + nb + "SC-1" + nb + "», pas 1" + nb +
				": il pleut\n",
			"error[E027] the answers file says nothing of a step\n  \"SC-1\", step 1: il pleut\n",
		},
		"a story, and the near one": {
			&ready.StoryError{ID: "US-1", Near: "US-001"}, exitNothing,
			"erreur[E092] aucun récit «" + nb + "US-1" + nb + "»" + nb + "; vouliez-vous dire US-001" + nb + "?\n",
			"error[E092] no story \"US-1\"; did you mean US-001?\n",
		},
		"a story, and no near one": {
			&ready.StoryError{ID: "US-1"}, exitNothing,
			"erreur[E092] aucun récit «" + nb + "US-1" + nb + "»\n", "error[E092] no story \"US-1\"\n",
		},
		"a check": {
			&ready.CheckError{ID: "x", Asked: []string{"estimated", "relu"}}, exitUsage,
			"erreur[E093] «" + nb + "x" + nb + "» n’est pas un constat demandé" + nb + ": estimated, relu\n",
			"error[E093] \"x\" is not asked for: estimated, relu\n",
		},
		"an interruption": {
			fmt.Errorf("read: %w", context.Canceled), exitStopped,
			"erreur[E130] interrompu" + nb + "; ce qui était confirmé est enregistré\n",
			"error[E130] interrupted; what was acknowledged is recorded\n",
		},
		"an interruption while a file is read": {
			fail("file", fmt.Errorf("read: %w", context.Canceled), "pv.pdf"), exitStopped,
			"erreur[E130] interrompu" + nb + "; ce qui était confirmé est enregistré\n",
			"error[E130] interrupted; what was acknowledged is recorded\n",
		},
		"what nobody foresaw": {
			errors.New("boom"), exitInternal,
			"erreur[E100] erreur interne de recette\n  détail technique" + nb + ": «" + nb + "boom" + nb + "»\n",
			"error[E100] internal error of recette\n  technical detail: “boom”\n",
		},
		"a quiet end, and what did not close": {
			errors.Join(quiet(exitFindings), &fs.PathError{Op: "close", Path: "db", Err: syscall.EIO}), exitEnv,
			"erreur[E040] fichier inaccessible" + nb + ": db\n" +
				"  db" + nb + ": le disque a répondu par une erreur de lecture ou d’écriture\n",
			"error[E040] file out of reach: db\n  db: the disk answered with a read or write error\n",
		},
	}
	for name, tt := range tests {
		for i, want := range []string{tt.fr, tt.en} {
			p := printers(t)[i]
			var b strings.Builder
			if got := printFailure(&b, p, tt.err); got != tt.exit {
				t.Errorf("%s, %s: exit %d, want %d", name, p.Lang(), got, tt.exit)
			}
			said, remedy, _ := strings.Cut(b.String(), "→ ")
			if diff := cmp.Diff(want, said); diff != "" || strings.TrimSpace(remedy) == "" {
				t.Errorf("%s, %s: remedy %q (-want +got):\n%s", name, p.Lang(), remedy, diff)
			}
		}
	}
}

func TestFailures_OfTheVerbItself(t *testing.T) {
	p := printers(t)[0]
	for name, tt := range map[string]struct {
		err  error
		exit int
		want string
	}{
		"nothing":              {nil, exitOK, ""},
		"everything was said":  {quiet(exitFindings), exitFindings, ""},
		"said, and joined":     {errors.Join(quiet(exitFeatures), nil), exitFeatures, ""},
		"the graver one":       {errors.Join(quiet(exitStopped), fail("nothing", nil)), exitStopped, "E080"},
		"a class nobody knows": {fail("no-such-class", nil), exitInternal, "E100"},
	} {
		var b strings.Builder
		if got := printFailure(&b, p, tt.err); got != tt.exit || !strings.Contains(b.String(), tt.want) ||
			tt.want == "" && b.Len() > 0 {
			t.Errorf("%s: exit %d, said %q, want %d and %q", name, got, b.String(), tt.exit, tt.want)
		}
	}
}

// Each sentinel has the code and the exit of its class, however deep it is wrapped, and none is an internal error.
func TestSentinels_HaveTheirClass(t *testing.T) {
	for _, s := range sentinels() {
		want := classes()[s.key]
		for _, err := range []error{s.is, fmt.Errorf("a: %w", fmt.Errorf("b: %w", s.is))} {
			got := classify(err)
			if got.code == classes()["internal"].code || got.exit == exitInternal {
				t.Errorf("%v is an internal error", err)
			}
			if got.key == s.key && (got.code != want.code || got.exit != want.exit) {
				t.Errorf("%v: code %s, exit %d, want %s and %d", err, got.code, got.exit, want.code, want.exit)
			}
		}
	}
}

// A code says one thing: those of reading, which lint prints, are not those of verbs. E130 is old, and stays.
func TestClasses_AreNotTheCodesOfReading(t *testing.T) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	for key, c := range classes() {
		if words.Has("syntax."+c.code+".message") && c.code != "E130" {
			t.Errorf("%s has the code %s, which a feature that cannot be read has", key, c.code)
		}
	}
}

// A code is of one exit: whoever reads a script by its exit code relies on it. Those that are not are old, and stay.
func TestClasses_OneExitACode(t *testing.T) {
	exits := map[string]map[int]bool{}
	form := regexp.MustCompile(`^E\d{3}$`)
	for key, c := range classes() {
		if !form.MatchString(c.code) {
			t.Errorf("%s has the code %q", key, c.code)
		}
		if exits[c.code] == nil {
			exits[c.code] = map[int]bool{}
		}
		exits[c.code][c.exit] = true
	}
	for code, all := range exits {
		if len(all) > 1 {
			t.Errorf("%s has several exits: %v", code, all)
		}
	}
}
