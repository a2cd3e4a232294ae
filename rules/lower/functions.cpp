#include "rules/lower/functions.h"

namespace nexus::rules::lowering {

plan::Function function_of(Function function, bool integer) {
  switch (function) {
    case Function::count: return plan::Function::count;
    case Function::sum: return integer ? plan::Function::sum_int : plan::Function::sum;
    case Function::min: return plan::Function::min;
    case Function::max: return plan::Function::max;
    case Function::avg: return plan::Function::avg;
    case Function::median: return plan::Function::median;
    case Function::stddev: return plan::Function::stddev;
    case Function::percentile: return plan::Function::percentile;
    case Function::increase: return integer ? plan::Function::increase_int : plan::Function::increase;
    case Function::mann_whitney: return plan::Function::mann_whitney;
    case Function::length: return plan::Function::length;
    case Function::unique: return plan::Function::unique;
    case Function::concat: return plan::Function::concat;
    case Function::union_: return plan::Function::union_;
    case Function::intersection: return plan::Function::intersection;
    case Function::difference: return plan::Function::difference;
    case Function::first: return plan::Function::first;
    case Function::last: return plan::Function::last;
    case Function::sort: return plan::Function::sort_by;
    case Function::latest: return plan::Function::latest_by;
    case Function::number: return plan::Function::number;
    case Function::lower: return plan::Function::lower;
    case Function::upper: return plan::Function::upper;
    case Function::trim: return plan::Function::trim;
    case Function::split: return plan::Function::split;
    case Function::join: return plan::Function::join;
    case Function::replace: return plan::Function::replace;
    case Function::version: return plan::Function::version;
    case Function::major: return plan::Function::major;
    case Function::minor: return plan::Function::minor;
    case Function::patch: return plan::Function::patch;
    case Function::weekday: return plan::Function::weekday;
    case Function::hour: return plan::Function::hour;
    case Function::month: return plan::Function::month;
    case Function::day: return plan::Function::day;
    case Function::date: break;
  }
  return plan::Function::date;
}

}  // namespace nexus::rules::lowering
