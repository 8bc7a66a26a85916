// Package ready says which stories satisfy the definition of ready, and what the others lack.
//
// A definition of ready has two parts, and this package keeps them apart. The mechanical one is what the rules of lint
// find: a check is met when none of its rules found anything, and a rule that the project turned off is a check that is
// not asked, never one that is met. The attested one is what only people know: that the team estimated the story, that
// its mock-up is validated, that its dependencies are lifted. It stands in dor.yaml as dated statements with a name; a
// project without that file asks for none, and its stories are ready by their text alone, which the report says. A
// statement that recorded the text it was made about is to be confirmed once that text changes; one that recorded
// nothing is taken as it stands.
//
// A waiver never turns a check into one that is met: the story is then ready with waivers, each with its reason. A
// story that claims nothing is judged as severely as one that is said to be ready: the claim changes what lint calls a
// fault, not what is missing. The package refuses I/O, clocks and sentences.
package ready
