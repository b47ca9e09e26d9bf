// The HTML of a mail. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/message_texts/texts.h"

namespace portico::message_texts {

// For text between tags and in quoted attributes.
std::string escaped(std::string_view text);

// A whole document without scripts, pictures or anything from elsewhere, readable in light and dark. All that is given
// is plain text.
std::string html_of(std::string_view title, const std::vector<Paragraph>& paragraphs, std::string_view language);

}  // namespace portico::message_texts
