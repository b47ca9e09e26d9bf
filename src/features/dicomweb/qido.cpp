#include "features/dicomweb/qido.h"

namespace portico::dicomweb {
namespace {

void put_value(JsonDataSet& item, const Attribute& attribute, const std::string& value) {
    if (attribute.matching == Matching::modalities)
        item.texts(attribute.tag, attribute.vr, studies::split_words(value));
    else if ((attribute.vr == "IS" || attribute.vr == "US") && !value.empty())
        item.number(attribute.tag, attribute.vr, std::stoll(value));
    else
        item.text(attribute.tag, attribute.vr, value);
}

JsonDataSet item_of(const studies::FoundItem& found, const std::string& origin) {
    JsonDataSet item;
    for (const auto& value : found.values) put_value(item, *value.attribute, value.text);
    auto url = origin + "/t/" + found.tenant_slug + "/dicomweb/studies/" + found.study_uid;
    if (!found.series_uid.empty()) url += "/series/" + found.series_uid;
    if (!found.sop_uid.empty()) url += "/instances/" + found.sop_uid;
    item.text({0x0008, 0x1190}, "UR", url);
    item.text({0x0008, 0x0005}, "CS", "ISO_IR 192");
    item.text({0x0008, 0x0056}, "CS", "ONLINE");
    return item;
}

}  // namespace

QidoAnswer Qido::search(db::Session& session, const Caller& caller, Level level, const QidoScope& scope,
                        const QidoQuery& query) const {
    const auto found = search_.search(session, caller, level, {scope.tenant, scope.study, scope.series_uid, {}}, query);
    QidoAnswer answer;
    for (const auto& item : found.items) answer.items.push_back(item_of(item, scope.origin));
    answer.more = found.more;
    return answer;
}

}  // namespace portico::dicomweb
