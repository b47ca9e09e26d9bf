// The built web front-end, served from a folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/http/router.h"

namespace portico::http {

struct StaticFilesOptions {
    std::string folder;
    // Paths below these prefixes ("assets/") have a hash in their names and never change: cached for a year, immutable.
    std::vector<std::string> hashed_prefixes = {"assets/"};
    // Answers for paths that are no file and have no extension: the pages of a single-page application. Empty: 404.
    std::string fallback = "index.html";
};

// Serves files below a folder and never anything outside: symbolic links and hidden files are not served. Takes name.br
// and name.gz beside a file when the client accepts them; ETag from size and time; Range. index.html is always asked
// for again. Thread-safe; looks at the folder on each request, so a new build shows at once.
class StaticFiles {
public:
    // Throws std::invalid_argument when the folder is not there.
    explicit StaticFiles(StaticFilesOptions options);
    // `path` is relative, as a "{path...}" parameter gives it.
    Response serve(const Request& request, std::string_view path) const;
    // A handler for a route whose pattern ends in "{path...}".
    Handler handler() const;

private:
    struct Folder;
    std::shared_ptr<const Folder> folder_;
};

}  // namespace portico::http
