#include "grammar/parser/pragmas.h"

#include "base/diagnostics/catalogue.h"
#include "grammar/parser/builder.h"

namespace nexus::grammar {

void check_pragmas(Builder& b) {
  for (const Comment& comment : b.trivia().comments()) {
    if (comment.kind != CommentKind::plain || !is_pragma(b.source().slice({comment.span.begin, comment.span.end}))) continue;
    b.emit(base::diagnostics::unknown_pragma(comment.span).with_help("write `# nexus: silence NAME`, with the names of the lints that the next declaration is spared"));
  }
}

}  // namespace nexus::grammar
