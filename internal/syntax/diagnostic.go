package syntax

// Severity says what a diagnostic forbids. The zero value is invalid on purpose: a diagnostic is always built with one.
type Severity string

// The three severities. Only an error forbids running the cases of a file.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Code names one kind of fault for ever: it is printed, documented and never given another meaning.
type Code string

// Codes about the bytes of a file.
const (
	codeFileTooLarge Code = "E101" // args: size, limit, in bytes
	codeUTF16        Code = "E102"
	codeCP1252       Code = "E103" // args: offending character as Windows-1252 reads it
	codeInvalidUTF8  Code = "E104" // args: offending byte in hexadecimal
	codeBinary       Code = "E105"
	codeLineTooLong  Code = "E106" // args: length, limit, in bytes
	codeNUL          Code = "E107"
	codeBidi         Code = "E108" // args: code point
	codeControl      Code = "E109" // args: code point
	codeBOM          Code = "E110"
	codeNotNFC       Code = "E111"
	codeCROnly       Code = "E112"
	CodeUnreadable   Code = "E113" // args: the system's reason. Raised by callers that read files
	codeInternal     Code = "E114" // args: what the parser said when it broke down
	CodeTooMany      Code = "E115" // args: number of diagnostics listed, number of those that are only counted
	CodeLinkLoop     Code = "E116" // raised by callers that walk directories
	CodeProjectSize  Code = "E117" // args: limit, in bytes. Raised by callers that read projects
	CodeMarkdown     Code = "E118" // raised by callers that walk directories
	codeLineBreak    Code = "E119" // args: code point
)

// Codes about the frame of a file.
const (
	CodeEmptyFile       Code = "E120"
	codeNoFeature       Code = "E121" // args: the line, the expected keyword
	CodeUnknownLanguage Code = "E122" // args: name as written, suggestion
	CodeOtherLanguage   Code = "E123" // args: keyword found, its language, the file's language
	CodeSecondLanguage  Code = "E124" // args: name as written
	codeSecondFeature   Code = "E125"
	codeDanglingTags    Code = "E126"
	CodeNoScenario      Code = "E127" // args: feature name
	codeUnread          Code = "E128" // args: number of lines, blank ones aside, that follow too many refused ones
)

// Codes of lines that would be lost: each is a near miss of a keyword.
const (
	codeSpaceBeforeColon Code = "E130" // args: as written, as expected
	codeApostrophe       Code = "E131" // args: as written, as expected
	codeOddSpace         Code = "E132" // args: as written, as expected
	codeKeywordCase      Code = "E133" // args: as written, as expected
	codeKeywordTypo      Code = "E134" // args: as written, as expected
	CodeForeignKeyword   Code = "E135" // args: as written, its language, the file's language
	codeMissingColon     Code = "E136" // args: as written, as expected
	codeStrayStep        Code = "E137" // args: the keyword
	codeStrayMark        Code = "E138" // args: the mark: | or @ or """
	codeProseAboveStep   Code = "E139" // args: the line
)

// Codes of lines that the grammar refuses where they stand.
const (
	codeNotAStep         Code = "E140" // args: the line, the file's step keywords
	codeUnexpected       Code = "E141" // args: the line
	codeLateBackground   Code = "E142" // args: the keyword
	codeStrayExamples    Code = "E143" // args: the keyword
	codeStrayRow         Code = "E144"
	codeAfterTags        Code = "E145" // args: the line
	codeOpenDocString    Code = "E146" // args: the delimiter
	codeAfterDocString   Code = "E147" // args: the text after the delimiter
	codeRowTail          Code = "E148" // args: the text that would be lost
	codeCellCount        Code = "E149" // args: cells found, cells expected
	codeTagSpace         Code = "E150" // args: the tag
	codeTagEmpty         Code = "E151"
	codeAfterDescription Code = "E152" // args: the line. A description after a comment
	codeStrayTags        Code = "E153" // args: the keyword that takes no tag
	codeSwallowedTitle   Code = "E154" // args: the keyword, the line that opens the doc string
	codeTooManyTags      Code = "E155" // args: limit
	codeShortKeyword     Code = "E156" // args: as written, as expected, the keyword read
	codeLostAt           Code = "E157" // args: the word
	codeHiddenTitle      Code = "E158" // args: the comment
)

// Codes of structures that parse and yet would test nothing.
const (
	CodeNoSteps           Code = "E160" // args: scenario name
	CodeNoExamples        Code = "E161" // args: scenario name
	CodeNoHeader          Code = "E162" // args: examples keyword
	CodeNoRows            Code = "E163" // args: examples keyword
	CodeUnknownColumn     Code = "E164" // args: placeholder, columns
	CodePlaceholder       Code = "E165" // args: placeholder. Placeholder in a scenario without examples
	CodeDuplicateColumn   Code = "E166" // args: column
	codeTooManyExpansions Code = "E167" // args: steps once expanded, limit
	CodeExpansionSize     Code = "E168" // args: limit, in bytes. Raised by callers that resolve placeholders
	CodePlaceholderSpace  Code = "E169" // args: as written, as expected

	codeNoWords               Code = "E170" // args: step keyword
	CodeRowNoWords            Code = "E171" // args: step keyword, text, line. Raised as E172 is
	CodeRowNoTitle            Code = "E172" // args: title, its line. Raised by callers that resolve placeholders
	CodeNearColumn            Code = "E173" // args: placeholder, the column that it resembles
	codeBackgroundPlaceholder Code = "E174" // args: placeholder, keyword of the background
	codeIdleBackground        Code = "E175" // args: keyword, number of steps, line of the first, line of the last
	CodeBroughtTooLate        Code = "E176" // args: column. Raised by callers that resolve placeholders
	CodeUnknownValue          Code = "E177" // args: value of a data set. Raised by callers that resolve it
	CodeNearValue             Code = "E178" // args: value, the one that it resembles. Raised as E177 is
)

// Diagnostic is one fault at one place. It holds no sentence: texts are made at the edge from the keys
// "syntax.<Code>.message" and "syntax.<Code>.remedy", whose verbs are filled with Args.
type Diagnostic struct {
	Code      Code     `json:"code"`
	Severity  Severity `json:"severity"`
	Path      string   `json:"path"`
	Line      int      `json:"line"`                 // 1-based; 1 when the fault is of the whole file
	Column    int      `json:"column"`               // 1-based, in runes of the line as it stands in the file
	EndColumn int      `json:"end_column,omitempty"` // first rune after the fault; 0 when the fault has no extent
	Args      []string `json:"args,omitempty"`       // in the order documented at the code
	Edits     []Edit   `json:"edits,omitempty"`      // what mends it, when there is one safe way
}

// Values returns Args as the variadic arguments that a formatter wants.
func (d Diagnostic) Values() []any {
	out := make([]any, len(d.Args))
	for i, a := range d.Args {
		out[i] = a
	}
	return out
}

// HasErrors tells whether a diagnostic of the list forbids running the file.
func HasErrors(list []Diagnostic) bool {
	for _, d := range list {
		if d.Severity == Error {
			return true
		}
	}
	return false
}
