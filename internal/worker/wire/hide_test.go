package wire

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"recette/internal/secret"
	"recette/runner/protocol"
)

const jeton = "s3cr3t-Jeton-9f8a"

func hiding(t *testing.T) *secret.Masker {
	t.Helper()
	m, err := secret.New(secret.Value{Name: "JETON_API", Text: jeton})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestHide_EveryField fills every text of every reply with a secret, those of the messages to come too: none comes out.
func TestHide_EveryField(t *testing.T) {
	for f := range reflect.TypeFor[protocol.Reply]().Fields() {
		if f.Type.Kind() != reflect.Pointer {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			var r protocol.Reply
			texts := fill(reflect.ValueOf(&r).Elem().FieldByIndex(f.Index))
			hide(hiding(t), &r)
			b, err := json.Marshal(&r)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(b), jeton) {
				t.Errorf("the token shows in %s", b)
			}
			if got := strings.Count(string(b), secret.Mark("JETON_API")); got != texts {
				t.Errorf("%d marks in %s, want %d", got, b, texts)
			}
			if r.StepEnd != nil {
				if got := string(r.StepEnd.Attachments[0].Body); got != secret.Mark("JETON_API") {
					t.Errorf("body = %q", got)
				}
			}
			if r.Ended != nil {
				if got := string(r.Ended.Attachments[0].Body); got != secret.Mark("JETON_API") {
					t.Errorf("body = %q", got)
				}
			}
		})
	}
}

// fill puts the token in every text below v and counts them; bodies do not count.
func fill(v reflect.Value) int {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem())
	case reflect.String:
		v.SetString(jeton)
		return 1
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(jeton))
			return 0
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return fill(v.Index(0))
	case reflect.Struct:
		n := 0
		for _, f := range v.Fields() {
			n += fill(f)
		}
		return n
	default:
		return 0
	}
}

func TestHide_CutMessage(t *testing.T) {
	mark := secret.Mark("JETON_API")
	for message, want := range map[string]string{
		"il manque " + jeton[:9] + "… (+4096)": "il manque " + mark + "… (+4096)",
		"rien n’est coupé… (+" + jeton + ")":   "rien n’est coupé… (+" + mark + ")",
	} {
		r := protocol.Reply{StepEnd: &protocol.StepEnd{Message: protocol.Words(message)}}
		hide(hiding(t), &r)
		if got := r.StepEnd.Message.String(); got != want {
			t.Errorf("message = %q, want %q", got, want)
		}
	}
}
