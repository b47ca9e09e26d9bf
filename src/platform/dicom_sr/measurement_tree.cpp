// The content of a measurement report: TID 1500 with its context (TID 1001, 1204, 1600) and its groups.
#include <set>

#include "platform/dicom_sr/content_tree.h"

namespace portico::dicom_sr {
namespace {

using Types = DSRTypes;

struct Named {
    Code name;
    const Code* derivation = nullptr;
};

Named name_of(const Measured& measured) {
    const auto& value = measured.unit == "[hnsf'U]" ? codes::attenuation : codes::pixel_value;
    switch (measured.quantity) {
        case Quantity::length:
            return {codes::length};
        case Quantity::angle:
            return {codes::angle};
        case Quantity::area:
            return {codes::area};
        case Quantity::mean:
            return {value, &codes::mean};
        case Quantity::deviation:
            return {value, &codes::deviation};
        case Quantity::minimum:
            return {value, &codes::minimum};
        case Quantity::maximum:
            return {value, &codes::maximum};
        case Quantity::value:
            return {value};
    }
    throw NotAccepted("a quantity of no kind");
}

Code unit_of(const std::string& unit) {
    if (unit.empty()) return codes::no_units;
    if (unit == "px") return codes::pixels;
    if (unit == codes::hounsfield.value) return codes::hounsfield;
    return {unit.c_str(), "UCUM", unit.c_str()};
}

void write_context(ContentTree& tree, const Header& header) {
    tree.code(Types::RT_hasConceptMod, codes::language, codes::english);
    tree.code(Types::RT_hasObsContext, codes::observer_type, codes::person);
    tree.person(Types::RT_hasObsContext, codes::person_observer_name, header.observer);
    tree.code(Types::RT_hasConceptMod, codes::procedure_reported, codes::imaging_procedure);
}

void write_library(ContentTree& tree, const std::vector<Finding>& findings) {
    tree.enter(Types::RT_contains, codes::image_library, "1600");
    tree.enter(Types::RT_contains, codes::image_library_group);
    std::set<std::pair<std::string, std::uint32_t>> listed;
    for (const auto& [label, uid, image, outlines, values, comment, is_region] : findings)
        if (listed.emplace(image.sop_instance_uid, image.frame).second) tree.image(Types::RT_contains, image);
    tree.leave();
    tree.leave();
}

void write_value(ContentTree& tree, const Finding& finding, const Measured& measured) {
    const auto [name, derivation] = name_of(measured);
    tree.enter_number(name, measured.value, unit_of(measured.unit));
    if (derivation) tree.code(Types::RT_hasConceptMod, codes::derivation, *derivation);
    // A region stands beside its values, once; a path is what its value was taken from (TID 320).
    if (!finding.is_region)
        for (const auto& outline : finding.outlines)
            tree.outline(Types::RT_inferredFrom, codes::path, outline, finding.image);
    tree.leave();
}

void write_group(ContentTree& tree, const Finding& finding) {
    if (finding.outlines.empty()) throw NotAccepted("a measurement without a place");
    tree.enter(Types::RT_contains, codes::measurement_group, finding.is_region ? "1410" : "1501");
    tree.text(Types::RT_hasObsContext, codes::tracking_identifier, finding.label);
    tree.uid(Types::RT_hasObsContext, codes::tracking_uid, finding.uid);
    if (finding.is_region)
        tree.outline(Types::RT_contains, codes::image_region, finding.outlines.front(), finding.image);
    for (const auto& measured : finding.values) write_value(tree, finding, measured);
    if (!finding.comment.empty()) {
        tree.enter_text(codes::comment, finding.comment);
        for (const auto& outline : finding.outlines)
            tree.outline(Types::RT_inferredFrom, codes::path, outline, finding.image);
        tree.leave();
    }
    tree.leave();
}

}  // namespace

void write_measurements(ContentTree& tree, const Header& header, const std::vector<Finding>& findings) {
    tree.root(codes::measurement_report, "1500");
    write_context(tree, header);
    write_library(tree, findings);
    tree.enter(Types::RT_contains, codes::imaging_measurements);
    for (const auto& finding : findings) write_group(tree, finding);
    tree.leave();
}

}  // namespace portico::dicom_sr
