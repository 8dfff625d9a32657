#pragma once
// What we call of Clp and Cbc: by their own headers where these are installed, else as they stand there (2.10), so that whoever only builds needs neither.
#if __has_include(<coin/Cbc_C_Interface.h>)
#include <coin/Cbc_C_Interface.h>
#include <coin/Clp_C_Interface.h>
#else
typedef void Clp_Simplex;
typedef void Cbc_Model;

Clp_Simplex *Clp_newModel(void);
void Clp_deleteModel(Clp_Simplex *);
void Clp_loadProblem(
    Clp_Simplex *, int columns, int rows, const int *starts, const int *indices, const double *elements, const double *lower, const double *upper,
    const double *costs, const double *row_lower, const double *row_upper);
void Clp_setLogLevel(Clp_Simplex *, int);
void Clp_setMaximumSeconds(Clp_Simplex *, double);
void Clp_setMaximumIterations(Clp_Simplex *, int);
int Clp_initialSolve(Clp_Simplex *);
int Clp_primal(Clp_Simplex *, int);
int Clp_dual(Clp_Simplex *, int);
int Clp_status(Clp_Simplex *);
int Clp_numberIterations(Clp_Simplex *);
double Clp_objectiveValue(Clp_Simplex *);
double *Clp_primalColumnSolution(Clp_Simplex *);
double *Clp_dualColumnSolution(Clp_Simplex *);
double *Clp_dualRowSolution(Clp_Simplex *);
void Clp_chgColumnLower(Clp_Simplex *, const double *);
void Clp_chgColumnUpper(Clp_Simplex *, const double *);
unsigned char *Clp_statusArray(Clp_Simplex *);
void Clp_copyinStatus(Clp_Simplex *, const unsigned char *);

Cbc_Model *Cbc_newModel(void);
void Cbc_deleteModel(Cbc_Model *);
void Cbc_loadProblem(
    Cbc_Model *, int columns, int rows, const int *starts, const int *indices, const double *elements, const double *lower, const double *upper,
    const double *costs, const double *row_lower, const double *row_upper);
void Cbc_setInteger(Cbc_Model *, int);
void Cbc_setLogLevel(Cbc_Model *, int);
void Cbc_setParameter(Cbc_Model *, const char *, const char *);
int Cbc_solve(Cbc_Model *);
int Cbc_status(Cbc_Model *);
int Cbc_getIterationCount(Cbc_Model *);
int Cbc_numberSavedSolutions(Cbc_Model *);
double *Cbc_bestSolution(Cbc_Model *);
double Cbc_getBestPossibleObjValue(Cbc_Model *);
int Cbc_isProvenInfeasible(Cbc_Model *);
#endif
