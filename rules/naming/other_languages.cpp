#include "rules/naming/other_languages.h"

#include <algorithm>
#include <span>

namespace nexus::rules::naming {
namespace {

struct Spelling {
  std::string_view written, meant;
};

constexpr Spelling types[] = {
    {"percent", "ratio in percent"},
    {"percentage", "ratio in percent"},
    {"Ratio", "ratio"},
    {"integer", "int"},
    {"Integer", "int"},
    {"long", "int"},
    {"int64", "int"},
    {"int32", "int"},
    {"uint", "int"},
    {"Int", "int"},
    {"float", "number"},
    {"double", "number"},
    {"decimal", "number"},
    {"float64", "number"},
    {"num", "number"},
    {"Number", "number"},
    {"boolean", "bool"},
    {"Boolean", "bool"},
    {"Bool", "bool"},
    {"str", "string"},
    {"text", "string"},
    {"String", "string"},
    {"char", "string"},
    {"uuid", "string"},
    {"url", "string"},
    {"datetime", "time"},
    {"DateTime", "time"},
    {"timestamp", "time"},
    {"instant", "time"},
    {"Date", "date"},
    {"day", "date"},
    {"timespan", "duration"},
    {"timedelta", "duration"},
    {"interval", "duration"},
    {"bytes", "size"},
    {"filesize", "size"},
    {"semver", "version"},
    {"severity", "level"},
    {"json", "any"},
    {"unknown", "any"},
    {"list", "[string]"},
    {"List", "[string]"},
    {"array", "[string]"},
    {"Array", "[string]"},
    {"set", "[string]"},
    {"object", "{ name: string }"},
    {"record", "{ name: string }"},
    {"struct", "{ name: string }"},
    {"map", "{ [string]: int }"},
    {"dict", "{ [string]: int }"},
};

constexpr Spelling functions[] = {
    {"len", "length"},      {"size", "length"},     {"tolower", "lower"},    {"lowercase", "lower"}, {"to_lower", "lower"},
    {"toupper", "upper"},   {"uppercase", "upper"}, {"to_upper", "upper"},   {"strip", "trim"},      {"average", "avg"},
    {"mean", "avg"},        {"maximum", "max"},     {"minimum", "min"},      {"total", "sum"},       {"distinct", "unique"},
    {"uniq", "unique"},     {"semver", "version"},  {"to_number", "number"}, {"int", "number"},      {"float", "number"},
    {"intersect", "intersection"},                  {"sorted", "sort"},
};

constexpr Spelling advice[] = {
    {"now", "`now` is no function: write `now`"},
    {"today", "the day of the run is `date(now, \"UTC\")`"},
    {"startswith", "write `TEXT starts with PREFIX`"},
    {"starts_with", "write `TEXT starts with PREFIX`"},
    {"startsWith", "write `TEXT starts with PREFIX`"},
    {"endswith", "write `TEXT ends with SUFFIX`"},
    {"ends_with", "write `TEXT ends with SUFFIX`"},
    {"endsWith", "write `TEXT ends with SUFFIX`"},
    {"contains", "write `LIST contains VALUE` or `TEXT contains PART`"},
    {"includes", "write `LIST contains VALUE` or `TEXT contains PART`"},
    {"has", "whether a field is there is asked with `FIELD is present`"},
    {"exists", "whether a field is there is asked with `FIELD is present`, and of items with `some x in LIST where CONDITION`"},
    {"defined", "whether a field is there is asked with `FIELD is present`"},
    {"matches", "write `TEXT matches 'PATTERN'`"},
    {"match", "write `TEXT matches 'PATTERN'`"},
    {"regex", "write `TEXT matches 'PATTERN'`"},
    {"any", "write `some x in LIST where CONDITION`"},
    {"all", "write `every x in LIST has CONDITION`"},
    {"every", "write `every x in LIST has CONDITION`"},
    {"filter", "write `[x for x in LIST where CONDITION]`"},
    {"map", "write `[VALUE for x in LIST]`"},
    {"format", "a message takes values in braces: `\"… {VALUE} …\"`"},
    {"sprintf", "a message takes values in braces: `\"… {VALUE} …\"`"},
    {"concat_strings", "a string takes values in braces: `\"… {VALUE} …\"`"},
    {"string", "a string takes values in braces: `\"{VALUE}\"`"},
    {"str", "a string takes values in braces: `\"{VALUE}\"`"},
    {"duration", "a duration is written `500ms`; what a field counts is told with `FIELD as duration in ms`"},
    {"abs", "write `if x < 0 then -x else x`"},
    {"coalesce", "a default is given with `??`: `VALUE ?? DEFAULT`"},
    {"default", "a default is given with `??`: `VALUE ?? DEFAULT`"},
    {"isEmpty", "write `LIST is empty`"},
    {"is_empty", "write `LIST is empty`"},
    {"empty", "write `LIST is empty`"},
    {"not", "write `not CONDITION`"},
};

constexpr Spelling literals[] = {
    {"yes", "true"},    {"Yes", "true"},  {"True", "true"}, {"TRUE", "true"},      {"False", "false"},
    {"FALSE", "false"}, {"None", "null"}, {"nil", "null"},  {"undefined", "null"},
};

std::string_view look_up(std::span<const Spelling> spellings, std::string_view written) {
  const auto found = std::ranges::find(spellings, written, &Spelling::written);
  return found == spellings.end() ? std::string_view() : found->meant;
}

}  // namespace

std::string_view type_meant(std::string_view written) { return look_up(types, written); }
std::string_view function_meant(std::string_view written) { return look_up(functions, written); }
std::string_view function_advice(std::string_view written) { return look_up(advice, written); }
std::string_view literal_meant(std::string_view written) { return look_up(literals, written); }

}  // namespace nexus::rules::naming
